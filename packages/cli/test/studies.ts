/** Study files for the tests, as a user would write them. */

function bowl(name: string, objective: string): string {
  return `
import { categorical, defineStudy, float, int, searchSpace } from "@shac/core";

export default defineStudy({
  name: "${name}",
  space: searchSpace({ x: float(-5, 5), n: int(1, 9), kind: categorical(["plain", "1", null]) }),
  totalBudget: 80,
  numBatches: 4,
  seed: 7,
  objective: ${objective},
});
`;
}

const VALUE = "x * x + n + (kind === null ? 1 : 0)";

/** Two numbers and a choice, 80 evaluations in 4 batches, no waiting. */
export const BOWL: string = bowl("bowl", `({ x, n, kind }) => ${VALUE}`);

/** `BOWL` with types that only a compiler can remove. */
export const TYPED_BOWL: string = bowl(
  "bowl",
  `({ x, n, kind }: { readonly x: number; readonly n: number; readonly kind: string | null }): number => ${VALUE}`,
);

/** Each evaluation waits 10 ms, so that there is time to interrupt. */
export const SLOW: string = bowl(
  "slow",
  `async ({ x, n, kind }, { signal }) => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    signal.throwIfAborted();
    return ${VALUE};
  }`,
);

/** One number, 20 evaluations in 2 batches, with this objective and whatever else is given. */
export function studyWith(objective: string, more = ""): string {
  return `
import { defineStudy, float, searchSpace } from "@shac/core";

export default defineStudy({
  name: "study",
  space: searchSpace({ x: float(0, 1) }),
  totalBudget: 20,
  numBatches: 2,
  seed: 1,
  ${more}
  objective: ${objective},
});
`;
}
