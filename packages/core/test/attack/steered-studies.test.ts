import { createRng, memoryStorage, type Rng, Study, type StudyOptions } from "@shac/core";
import { describe, expect, it } from "vitest";
import { bowl, climbingSampler, type Params, recordsOf, space, storageWith } from "../study/studies.js";

const options = (mode: "batch" | "async"): StudyOptions<typeof space> => ({
  name: "steered",
  space,
  totalBudget: 24,
  numBatches: 6,
  seed: 3,
  mode,
  constraints: { size: { max: 3 } },
  sampler: climbingSampler(),
});

const outcome = ({ x, n }: Params) => ({ value: bowl({ x, n }), metrics: { size: n } });

/** One thing that a user may do, at random. */
async function act(study: Study<Params>, random: Rng): Promise<void> {
  const params = { x: random.next() / 2, n: 1 + random.below(4) };
  const waiting = study.running[random.below(Math.max(1, study.running.length))];
  switch (random.below(8)) {
    case 0:
      return study.enqueue([params]);
    case 1:
      await study.fitDataset([{ params, ...outcome(params) }]);
      return;
    case 2:
      await study.retry();
      return;
    case 3:
      study.on("trial-finished", () => study.stop());
      await study.fit((own, { trial, attempt }) => {
        if ((trial + attempt) % 3 === 0) throw new Error("unlucky");
        return outcome(own);
      });
      return;
    case 4:
      await study.ask(1 + random.below(3), { askTimeoutMs: 0 });
      return;
    case 5:
      if (waiting !== undefined) await study.tell(waiting, { failed: "unlucky" });
      return;
    case 6:
      if (waiting !== undefined) await study.tell(waiting, outcome(waiting.params));
      return;
    default:
      await study.ask(1 + random.below(3));
  }
}

/** All that is known of a study. */
const knowledge = ({ trials, best, running, stages, history: { batches, seconds } }: Study<Params>) =>
  structuredClone({ trials, best, running, stages, batches, seconds });

describe("a study that is steered by hand", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "is the same when it is read back, at any of its records (seed %d)",
    async (seed) => {
      const random = createRng(seed, "steering");
      const definition = options(seed % 2 === 0 ? "batch" : "async");
      const storage = memoryStorage();
      const study = await Study.open(definition, { storage });
      for (let step = 0; step < 60; step++) {
        await act(study, random);
        if (step % 10 > 0) continue;
        expect(knowledge(await Study.restore<Params>(storage, "steered"))).toEqual(knowledge(study));
      }
      const { trials } = study;
      const feasible = trials.filter(({ state, violation }) => state === "complete" && violation === undefined);
      expect(study.best?.value).toBe(Math.min(...feasible.map(({ value }) => value as number)));
      for (const { params } of trials) expect(() => space.encode(params)).not.toThrow();
      await study.close();

      const records = await recordsOf(storage, "steered");
      for (let kept = 1; kept < records.length; kept += process.env.SOAK ? 1 : 11) {
        const cut = await Study.open(definition, { storage: await storageWith(records.slice(0, kept)) });
        expect((await cut.fit(outcome)).stop).toBe("budget-spent");
        expect(cut.trials.filter(({ batch }) => batch >= 0)).toHaveLength(24);
        expect(cut.trials.every(({ state }) => state === "complete" || state === "failed")).toBe(true);
        expect(cut.history.batches.map(({ evaluations }) => evaluations)).toEqual([4, 4, 4, 4, 4, 4]);
        const copy = memoryStorage();
        await cut.save(copy);
        expect(knowledge(await Study.restore<Params>(copy, "steered"))).toEqual(knowledge(cut));
      }
    },
  );
});
