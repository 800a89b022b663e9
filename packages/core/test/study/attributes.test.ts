import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  BackendError,
  type EvaluatorBackend,
  inlineBackend,
  type Objective,
  randomSampler,
  Study,
  type TrialState,
} from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { expect, it } from "vitest";
import { space } from "./studies.js";

/** Says of each evaluation, at its end, where it was made, and what its number is. */
function telling(objective: Objective<typeof space>): EvaluatorBackend {
  const inner = inlineBackend(objective);
  return {
    ...inner,
    evaluate: (request, channel) =>
      inner
        .evaluate(request, channel)
        .finally(() => {
          channel.onAttributes({ place: "here" });
          channel.onAttributes({ leaked: request.trial });
        })
        .then((result) => {
          if (request.trial === LOST) throw new BackendError("lost", { retryable: true });
          return result;
        }),
  };
}

const ENDS: readonly Objective<typeof space>[] = [
  () => ({ value: 1, metrics: { size: 1 }, attributes: { place: "the objective's", own: [1] } }),
  () => {
    throw new Error("on purpose");
  },
  () => Number.NaN,
  // The study asks for a metric that is not there.
  () => ({ value: 1, attributes: { own: [2] } }),
  async (_, { signal }) => delay(60_000, 0, { signal }),
  () => ({ value: 1, metrics: { size: 1 } }),
  () => ({ value: 1, metrics: { size: 1 } }),
];

/** The trial whose worker is lost. */
const LOST = 5;

const options = {
  name: "telling",
  space,
  totalBudget: ENDS.length,
  numBatches: 1,
  seed: 1,
  sampler: randomSampler(),
  constraints: { size: { max: 2 } },
} as const;

it("what a backend says of an evaluation is in its trial, whatever the outcome, and in the journal", async () => {
  const storage = journalStorage(mkdtempSync(join(tmpdir(), "shac-attributes-")));
  const study = await Study.open(options, { storage });
  const backend = telling((params, context) => (ENDS[context.trial] as (typeof ENDS)[number])(params, context));
  await study.fit(backend, { timeoutMs: 300, retries: 0 });
  const told = (trial: number) => ({ place: "here", leaked: trial });
  const expected: [TrialState, string | undefined, object][] = [
    ["complete", undefined, { ...told(0), own: [1] }],
    ["failed", "error", told(1)],
    ["failed", "invalid-value", told(2)],
    ["failed", "invalid-value", { ...told(3), own: [2] }],
    ["failed", "timeout", told(4)],
    ["failed", "worker-lost", told(5)],
    ["complete", undefined, told(6)],
  ];
  const outcomes = ({ trials }: typeof study) =>
    trials.map(({ state, reason, attributes }) => [state, reason, attributes]);
  expect(outcomes(study)).toEqual(expected);
  await study.close();
  expect(outcomes(await Study.restore(storage, "telling"))).toEqual(expected);
});
