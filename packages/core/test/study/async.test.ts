import {
  createRng,
  memoryStorage,
  type Observation,
  type Proposal,
  randomSampler,
  type Sampler,
  Study,
  type StudyOptions,
  type StudyRecord,
  shacGpSampler,
  shacSampler,
} from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { shufflingBackend } from "./shuffling-backend.js";
import { bowl, climbingSampler, type Params, recordedSampler, recordsOf, space, storageWith } from "./studies.js";

const definition = {
  name: "flowing",
  space,
  totalBudget: 24,
  numBatches: 6,
  seed: 5,
  mode: "async",
  sampler: climbingSampler(),
} satisfies StudyOptions<typeof space>;

const value = ({ params }: { readonly params: object }) => bowl(params as Params);

/** Checks that each point follows from the records before it. */
async function replay(records: readonly StudyRecord[], sampler: Sampler): Promise<void> {
  const finished: Observation[] = [];
  const points: Float64Array[] = [];
  for (const record of records) {
    if (record.type === "finished") {
      const loss = record.value ?? Infinity;
      const batch = Math.floor(finished.length / 4);
      const point = points[record.trial] as Float64Array;
      finished.push({ number: record.trial, batch, point, loss, violation: 0 });
    }
    if (record.type !== "proposed") continue;
    const observations = finished.slice(0, record.observed);
    const known = new Set(observations.map(({ number }) => number));
    const { points: again } = (await sampler.propose({
      space,
      batch: record.first,
      count: 1,
      batchSize: 4,
      totalBudget: 24,
      initialBudget: 24,
      observations,
      pending: points.filter((_, number) => !known.has(number)),
      seed: 5,
      rng: (purpose, index) => createRng(5, purpose, record.first, index),
      signal: new AbortController().signal,
    })) as Proposal;
    expect(again.map((point) => Array.from(point))).toEqual(record.points);
    points.push(...again);
  }
  expect(points).toHaveLength(24);
}

describe("asynchronous mode", () => {
  it("gives a free slot a new point at once, from what is known, and tells what is running", async () => {
    const { sampler, requests } = recordedSampler();
    const study = new Study({ ...definition, sampler });
    const backend = shufflingBackend(value, { capacity: 3, seed: 1 });
    await study.fit(backend);
    const { order } = backend;
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    for (const [i, { batch, count, pending, observations }] of requests.entries()) {
      expect([batch, count, pending.length + observations.length]).toEqual([i, 1, i]);
      expect(observations.map(({ number }) => number)).toEqual(order.slice(0, Math.max(0, i - 2)));
    }
    expect(study.history.batches.map(({ evaluations }) => evaluations)).toEqual([4, 4, 4, 4, 4, 4]);
    for (const [i, number] of order.entries()) expect(study.trials[number]?.batch).toBe(Math.floor(i / 4));
  });

  it.each([
    ["climbing", climbingSampler],
    ["random", randomSampler],
    ["shac", shacSampler],
    ["shac-gp", shacGpSampler],
  ])("keeps an order from which every point of the sampler %s follows", async (_, create) => {
    const storage = memoryStorage();
    const study = await Study.open({ ...definition, sampler: create() }, { storage });
    await study.fit(
      shufflingBackend(value, { capacity: 4, seed: 3, loses: (trial, attempt) => (trial % 5) + attempt === 3 }),
    );
    await study.close();
    const records = await recordsOf(storage, "flowing");
    await replay(records, create());
    expect((await Study.restore(storage, "flowing")).trials).toEqual(study.trials);
  });

  it("goes on after a kill at any record: nothing finished is lost, what ran is evaluated again", async () => {
    const storage = memoryStorage();
    const study = await Study.open(definition, { storage });
    await study.fit(shufflingBackend(value, { capacity: 3, seed: 2 }));
    const records = await recordsOf(storage, "flowing");
    for (let kept = 1; kept <= records.length; kept += 7) {
      const rest = await storageWith(records.slice(0, kept));
      const again = await Study.open(definition, { storage: rest });
      const before = again.trials.filter(({ state }) => state === "complete");
      const backend = shufflingBackend(value, { capacity: 3, seed: kept });
      expect((await again.fit(backend)).stop).toBe("budget-spent");
      expect(again.trials.every(({ state }) => state === "complete")).toBe(true);
      for (const trial of before) expect(again.trials[trial.number]).toEqual(trial);
      expect(backend.order.length + before.length).toBe(24);
      await replay(await recordsOf(rest, "flowing"), climbingSampler());
    }
  });

  it("tells of a batch whenever as many trials as one has are finished", async () => {
    const study = new Study(definition);
    const heard: string[] = [];
    study.on("batch-started", ({ batch, trials }) => heard.push(`start ${batch} ${trials.length}`));
    study.on("batch-finished", ({ batch }) => heard.push(`end ${batch}`));
    let finished = 0;
    study.on("trial-finished", () => ++finished);
    study.on("batch-finished", ({ batch }) => expect(finished).toBe(4 * (batch + 1)));
    await study.fit(bowl);
    expect(heard.filter((line) => line.startsWith("end"))).toEqual([0, 1, 2, 3, 4, 5].map((batch) => `end ${batch}`));
    expect(heard[0]).toBe("start 0 1");
  });

  it("can be copied, and is part of what a study is", async () => {
    const storage = memoryStorage();
    const study = new Study(definition);
    await study.fit(shufflingBackend(value, { capacity: 3, seed: 2 }), { targetValue: 1.2 });
    await study.save(storage);
    const copy = await Study.open(definition, { storage });
    expect(essence(copy.trials)).toEqual(essence(study.trials));
    await copy.close();
    const opening = Study.open({ ...definition, mode: "batch" }, { storage });
    await expect(opening).rejects.toThrow("mode: saved async, now batch");
    expect(() => new Study({ ...definition, mode: "fast" as "batch" })).toThrow('give "batch" or "async"');
  });

  it("ends with what the objective or the sampler throws", async () => {
    const sampler: Sampler = {
      ...climbingSampler(),
      propose: (request) => {
        if (request.batch === 3) throw new Error("no more");
        return randomSampler().propose(request);
      },
    };
    await expect(new Study({ ...definition, sampler }).fit(bowl)).rejects.toThrow("no more");
    const failing = new Study(definition).fit(() => {
      throw new Error("broken");
    });
    await expect(failing).rejects.toThrow("All 4 trials of batch 1 failed");
  });
});
