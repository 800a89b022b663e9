import { boolean, categorical, int, memoryStorage, randomSampler, Study, searchSpace } from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { shufflingBackend } from "./shuffling-backend.js";
import { bowl, climbingStudy, type Params } from "./studies.js";

const definition = climbingStudy("retried");

/** Fails in trials 1 and 6, unless it is tried again. */
function unlucky(params: Params, { trial, attempt }: { readonly trial: number; readonly attempt: number }): number {
  if (attempt === 1 && (trial === 1 || trial === 6)) throw new Error("no luck");
  return trial === 6 ? -1 : bowl(params);
}

describe("retry", () => {
  it("evaluates failed trials once more in their batches, with the same params and the next attempt", async () => {
    const study = new Study(definition);
    await study.fit(unlucky);
    const before = study.trials.map((trial) => trial);
    const waiting = await study.retry();
    expect(waiting).toMatchObject([
      { number: 1, batch: 0, state: "waiting", attempt: 2, params: before[1]?.params },
      { number: 6, batch: 1, state: "waiting", attempt: 2, params: before[6]?.params },
    ]);
    const heard: string[] = [];
    study.on("batch-started", ({ batch }) => heard.push(`start ${batch}`));
    study.on("batch-finished", ({ batch, failed }) => heard.push(`end ${batch} ${failed}`));
    expect((await study.fit(unlucky)).stop).toBe("budget-spent");
    expect(heard).toEqual(["start 0", "start 1", "end 0 0", "end 1 0"]);
    expect(study.trials[6]).toMatchObject({ state: "complete", value: -1, attempt: 2 });
    for (const [i, trial] of study.trials.entries()) if (i !== 1 && i !== 6) expect(trial).toBe(before[i]);
    expect(study.best?.number).toBe(6);
    const { batches } = study.history;
    expect(batches.map(({ complete, failed }) => [complete, failed])).toEqual([
      [4, 0],
      [4, 0],
      [4, 0],
    ]);
    expect(batches.slice(1).map(({ bestSoFar }) => bestSoFar)).toEqual([-1, -1]);
    expect(batches[0]?.bestSoFar).toBe(batches[0]?.best);
  });

  it("keeps the best of several that are retried in one batch", async () => {
    const study = new Study(definition);
    await study.fit((params, { trial }) => {
      if (trial === 4 || trial === 6) throw new Error("no luck");
      return bowl(params);
    });
    await study.retry();
    await study.tell(4, -2);
    await study.tell(6, -1);
    expect(study.history.batches.map(({ bestSoFar, failed }) => [bestSoFar, failed]).slice(1)).toEqual([
      [-2, 0],
      [-2, 0],
    ]);
  });

  it("lets later batches learn from the new outcome, whenever it came, after a restore too", async () => {
    const run = async (capacity: number) => {
      const storage = memoryStorage();
      const study = await Study.open(definition, { storage });
      const backend = () =>
        shufflingBackend(({ params, trial, attempt }) => unlucky(params as unknown as Params, { trial, attempt }), {
          capacity,
          seed: capacity,
        });
      study.on("batch-finished", ({ batch }) => {
        if (batch === 1) study.stop();
      });
      await study.fit(backend());
      expect(study.trials).toHaveLength(8);
      await study.retry();
      await study.close();
      const again = await Study.open(definition, { storage });
      await again.fit(backend());
      await again.close();
      expect((await Study.restore(storage, "retried")).trials).toEqual(again.trials);
      return essence(again.trials);
    };
    const alone = await run(1);
    expect(await run(4)).toEqual(alone);
    const kept = new Study(definition);
    await kept.fit(unlucky);
    expect(essence(kept.trials).slice(8)).not.toEqual(alone.slice(8));
    const lucky = new Study(definition);
    await lucky.fit((params, { trial }) => unlucky(params, { trial, attempt: 2 }));
    expect(alone.slice(0, 4)).toEqual(essence(lucky.trials).slice(0, 4));
  });

  it("takes single trials, and refuses all when one has not failed", async () => {
    const study = new Study(definition);
    await study.fit(unlucky);
    await expect(study.retry([1, 2])).rejects.toMatchObject({ code: "trial-not-failed", trial: 2 });
    await expect(study.retry([1, 99])).rejects.toMatchObject({ code: "unknown-trial", trial: 99 });
    expect(study.trials[1]?.state).toBe("failed");
    expect(await study.retry([6, 6])).toHaveLength(1);
    expect(study.trials[1]?.state).toBe("failed");
    await study.tell(6, 2);
    expect(study.history.batches[1]).toMatchObject({ complete: 4, failed: 0 });
    expect(await new Study(definition).retry()).toEqual([]);
  });

  it("goes on in asynchronous mode", async () => {
    const study = new Study({ ...definition, mode: "async" });
    await study.fit(unlucky);
    await study.retry();
    await study.fit(unlucky);
    expect(study.trials.every(({ state }) => state === "complete")).toBe(true);
    expect(study.history.batches.map(({ complete }) => complete)).toEqual([4, 4, 4]);
  });
});

describe("stop", () => {
  it("ends fit without an error, and nothing is lost", async () => {
    const study = new Study(definition);
    study.on("trial-finished", ({ trial }) => {
      if (trial.number === 5) study.stop();
    });
    expect((await study.fit(bowl)).stop).toBe("stopped");
    expect(study.trials).toHaveLength(8);
    expect((await study.fit(bowl)).stop).toBe("budget-spent");
    const undisturbed = new Study(definition);
    await undisturbed.fit(bowl);
    expect(essence(study.trials)).toEqual(essence(undisturbed.trials));
  });

  it("counts as soon as fit was called, and is nothing to a study that is not fitted", async () => {
    const study = new Study(definition);
    study.stop();
    const fitting = study.fit(bowl);
    study.stop();
    expect((await fitting).stop).toBe("stopped");
    expect((await study.fit(bowl)).stop).toBe("budget-spent");
  });
});

describe("a space of few points", () => {
  const few = searchSpace({ kind: categorical(["a", "b"]), deep: boolean() })
    .when("deep", true, { layers: int(1, 3) })
    .where("no deep a", ({ kind, deep }) => kind === "b" || !deep);

  it.each(["batch", "async"] as const)("ends the search when all are known, in mode %s", async (mode) => {
    const options = { space: few, totalBudget: 400, numBatches: 100, seed: 1, sampler: randomSampler(), mode };
    const study = new Study(options);
    expect((await study.fit(() => 1)).stop).toBe("space-exhausted");
    // One of each a, b, and b with one to three layers.
    const known = study.trials.map(({ params }) => JSON.stringify(params));
    expect(new Set(known).size).toBe(5);
    expect(new Set(known.slice(0, mode === "batch" ? -4 : -1)).size).toBeLessThan(5);
    expect(await study.ask()).toEqual([]);
    expect(study.history.stop).toBe("space-exhausted");
  });
});
