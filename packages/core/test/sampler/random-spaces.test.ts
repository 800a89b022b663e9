import { encodeMessage, inlineBackend, Study, shacGpSampler } from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { type RandomStudy, randomStudies, smallOnes } from "../attack/random-study.js";

/** The trials of a whole study by the model, to the last bit. Evaluations of its objective may throw, prune or give NaN. */
async function trialsOf({ options, objective }: RandomStudy): Promise<{ stop: string; trials: string[] }> {
  const study = new Study({ ...options, sampler: shacGpSampler() });
  const backend = inlineBackend(objective(() => Promise.resolve()));
  const { stop = "" } = await study.fit(backend, { maxFailures: Number.POSITIVE_INFINITY });
  return { stop, trials: essence(study.trials).map((trial) => encodeMessage(trial)) };
}

describe("shacGpSampler on a random space with a random objective", () => {
  const studies = process.env.SOAK === undefined ? smallOnes(randomStudies(1000, 40), 2) : randomStudies(1000, 200);

  it.each(studies.map((study) => [study.options.name, study] as const))(
    "%s comes to its end, twice with equal trials",
    async (_, random) => {
      const first = await trialsOf(random);
      expect(["budget-spent", "space-exhausted"]).toContain(first.stop);
      if (first.stop === "budget-spent") expect(first.trials).toHaveLength(random.options.totalBudget);
      expect(await trialsOf(random)).toEqual(first);
    },
  );
});
