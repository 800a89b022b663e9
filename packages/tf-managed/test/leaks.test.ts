import { describe, expect, it } from "vitest";
import { testedBackends } from "./backends.js";
import { train, withBackend } from "./evaluations.js";

/** What an evaluation does; by its number, so that every third throws or is aborted, and one of 24 leaks. */
function actionOf(trial: number): string {
  if (trial % 6 === 1) return "throw";
  if (trial % 6 === 4) return "obey";
  return trial % 24 === 3 ? "leak" : "train";
}

// The binding of tfjs-node-gpu is compiled from the same sources as that of tfjs-node.
const backends = testedBackends.filter(({ backend }) => process.env.SOAK || backend !== "tfjs-node-gpu");

describe.each(backends)("on $backend", ({ backend, isMissing, needs }) => {
  // What one evaluation leaves is counted at the next; the soak's 500 are for what only the process' size tells.
  const evaluations = process.env.SOAK ? 500 : 80;

  it.skipIf(isMissing)(`nothing of an evaluation is left, however it ends ${needs}`, () =>
    withBackend(train, { backend, maxGpuEvaluators: 0, recycleAfter: 10_000 }, async (evaluate) => {
      const pids = new Set<unknown>();
      const rss: number[] = [];
      for (let trial = 0; trial < evaluations; trial++) {
        const action = actionOf(trial);
        const evaluation = evaluate({ do: action });
        if (action === "obey") {
          await evaluation.logged;
          evaluation.abort.abort(new Error("enough"));
          await expect(evaluation.result).rejects.toThrow("enough");
          expect(evaluation.attributes.bytesHeld).toBeGreaterThan(0);
        } else if (action === "throw") {
          await expect(evaluation.result).rejects.toMatchObject({ reason: "error" });
          expect(evaluation.attributes.bytesHeld).toBeGreaterThan(0);
        } else {
          const { attributes = {} } = await evaluation.result;
          expect(attributes.before).toBe(0);
          expect(attributes.tensorsLeaked).toBe(action === "leak" ? 50 : 0);
          expect(attributes.bytesHeld).toBeGreaterThan(action === "leak" ? 50 * 400 : 0);
          pids.add(attributes.pid);
          rss.push(attributes.rss as number);
        }
      }
      expect(pids.size).toBe(1);
      // Two thirds of the evaluations tell their size.
      expect(rss.at(-1)).toBeLessThan(1.2 * (rss[13] as number));
    }),
  );
});
