import {
  createRng,
  type EvaluationResult,
  type EvaluatorBackend,
  memoryStorage,
  type Sampler,
  Study,
  type StudyOptions,
  shacGpSampler,
  shacSampler,
} from "@shac/core";
import { describe, expect, it } from "vitest";
import { bowl, climbingSampler, type Params, recordsOf, space, storageWith } from "./studies.js";

const TOTAL = 24;
const SLOTS = 3;

const definition = (sampler: Sampler) =>
  ({
    name: "flowing",
    space,
    totalBudget: TOTAL,
    numBatches: 3,
    seed: 5,
    mode: "async",
    sampler,
  }) satisfies StudyOptions<typeof space>;

/**
 * Runs three evaluations at once. As soon as all three run, the one whose turn it is ends: which one depends on nothing but how many
 * are finished and which are running, as if the same machines took the same times again.
 */
function timedBackend(finished: number): EvaluatorBackend & { readonly order: number[] } {
  const running = new Map<number, () => void>();
  const order: number[] = [];
  let done = finished;
  const endOne = () => {
    if (running.size === 0 || running.size < Math.min(SLOTS, TOTAL - done)) return;
    const trials = [...running.keys()].sort((a, b) => a - b);
    const chosen = trials[createRng(9, "turn", done).below(trials.length)] as number;
    const end = running.get(chosen);
    running.delete(chosen);
    order.push(chosen);
    done++;
    end?.();
    if (TOTAL - done < SLOTS && running.size > 0) setImmediate(endOne);
  };
  return {
    apiVersion: 1,
    name: "timed",
    isolation: "none",
    cancellation: "forced",
    order,
    open: async (_, capacity) => capacity(SLOTS),
    evaluate: ({ trial, params }, { onStart }) =>
      new Promise<EvaluationResult>((resolve) => {
        onStart({ workerId: 0 });
        running.set(trial, () => resolve({ value: bowl(params as unknown as Params), elapsedMs: 0 }));
        setImmediate(endOne);
      }),
    close: async () => {},
  };
}

/** What decides of a search: the points with what they rest on, and the outcomes, in order. */
async function decisions(storage: ReturnType<typeof memoryStorage>): Promise<unknown[]> {
  const records = await recordsOf(storage, "flowing");
  return records.flatMap((record): unknown[] => {
    if (record.type === "finished") return [[record.trial, record.state, record.value]];
    if (record.type !== "proposed") return [];
    const { first, points, params, observed, stages } = record;
    return [[first, points, params, observed, stages]];
  });
}

describe("an asynchronous study on three slots that is killed and gone on with", () => {
  it.each([
    ["climbing", climbingSampler, 2],
    ["shac", () => shacSampler({ skipCvChecks: true }), 4],
    ["shac-gp", shacGpSampler, 24],
  ] as const)(
    "repeats its journal to the bit where evaluations end in the same order (%s)",
    async (_, create, stride) => {
      const whole = memoryStorage();
      const study = await Study.open(definition(create()), { storage: whole });
      const undisturbed = timedBackend(0);
      await study.fit(undisturbed);
      await study.close();
      expect(undisturbed.order).not.toEqual(undisturbed.order.toSorted((a, b) => a - b));
      const expected = await decisions(whole);
      const records = await recordsOf(whole, "flowing");
      for (let kept = 1; kept < records.length; kept += process.env.SOAK ? 1 : stride) {
        const storage = await storageWith(records.slice(0, kept));
        const again = await Study.open(definition(create()), { storage });
        const finished = again.trials.filter(({ state }) => state === "complete").length;
        const backend = timedBackend(finished);
        await again.fit(backend);
        await again.close();
        expect(backend.order, `killed after record ${kept}`).toEqual(undisturbed.order.slice(finished));
        expect(await decisions(storage), `killed after record ${kept}`).toEqual(expected);
      }
    },
  );
});
