import { memoryStorage, Study, type StudyOptions, type StudyRecord, shacSampler, type Trial } from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { shufflingBackend } from "./shuffling-backend.js";
import { bowl, chance, climbingSampler, type Params, recordsOf, space, storageWith } from "./studies.js";

const BATCH = 6;

const definitions = [climbingSampler(), shacSampler({ skipCvChecks: true })].map(
  (sampler): StudyOptions<typeof space> => ({
    name: "determined",
    space,
    totalBudget: 24,
    numBatches: 4,
    seed: 7,
    sampler,
  }),
);

/** Fails for some params; workers are lost once in trials 2 and 15, and each time in trial 9. */
const objective = (params: Params) => {
  if (chance(params.n, Math.round(params.x * 1e6)) < 0.15) throw new Error("unlucky");
  return bowl(params);
};
const loses = (trial: number, attempt: number) => trial === 9 || ((trial === 2 || trial === 15) && attempt === 1);

const backend = (capacity: number, seed: number) =>
  shufflingBackend(({ params }) => objective(params as unknown as Params), { capacity, seed, loses });

/** The study at concurrency 1, undisturbed, with all its records. */
async function reference(
  definition: StudyOptions<typeof space>,
): Promise<{ trials: readonly Trial<Params>[]; records: StudyRecord[] }> {
  const storage = memoryStorage();
  const study = await Study.open(definition, { storage });
  await study.fit(backend(1, 0));
  await study.close();
  return { trials: study.trials, records: await recordsOf(storage, "determined") };
}

describe.each(definitions)("the trials of a study with sampler $sampler.name", (definition) => {
  it("are the same for any number of slots and any order of completion", async () => {
    const { trials } = await reference(definition);
    expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(["complete", "failed"]));
    for (const capacity of [1, 3, BATCH]) {
      for (const seed of [1, 2, 3]) {
        const shuffled = backend(capacity, seed);
        const study = new Study(definition);
        await study.fit(shuffled);
        expect(essence(study.trials)).toEqual(essence(trials));
        expect(study.best?.number).toBe(
          study.trials.reduce((a, b) => ((b.value ?? 9) < (a.value ?? 9) ? b : a)).number,
        );
        if (capacity > 1) expect(shuffled.order).not.toEqual(shuffled.order.toSorted((a, b) => a - b));
      }
    }
  });

  it("are the same after a kill at any record and a resume", async () => {
    const { trials, records } = await reference(definition);
    for (let kept = 1; kept <= records.length; kept++) {
      const storage = await storageWith(records.slice(0, kept));
      const finished = records.slice(0, kept).flatMap((record) => (record.type === "finished" ? [record.trial] : []));
      const resumed = backend(3, kept);
      const study = await Study.open(definition, { storage });
      await study.fit(resumed);
      expect(essence(study.trials), `killed after record ${kept}`).toEqual(essence(trials));
      expect(study.trials.map(({ attempt }) => attempt)).toEqual(trials.map(({ attempt }) => attempt));
      // What was reported as finished is not evaluated again.
      expect(resumed.order.filter((trial) => finished.includes(trial))).toEqual([]);
      await study.close();
    }
  });

  it("are read back as they were", async () => {
    const { trials, records } = await reference(definition);
    const study = await Study.restore(await storageWith(records), "determined", { space });
    expect(study.trials).toEqual(trials);
  });

  it("change with the seed", async () => {
    const other = new Study({ ...definition, seed: 8 });
    await other.fit(backend(1, 0));
    expect(other.trials[0]?.params).not.toEqual((await reference(definition)).trials[0]?.params);
  });

  it("have a seed of their own, equal for all attempts", async () => {
    const seeds = new Map<number, Set<number>>();
    const inner = shufflingBackend(() => 1, { capacity: 1, seed: 0, loses: (_trial, attempt) => attempt === 1 });
    let evaluations = 0;
    await new Study(definition).fit({
      ...inner,
      evaluate(request, channel) {
        evaluations++;
        seeds.set(request.trial, (seeds.get(request.trial) ?? new Set()).add(request.seed));
        return inner.evaluate(request, channel);
      },
    });
    expect(evaluations).toBe(48);
    expect([...seeds.values()].every(({ size }) => size === 1)).toBe(true);
    expect(new Set([...seeds.values()].flatMap((set) => [...set])).size).toBe(24);
  });
});
