import {
  categorical,
  float,
  InvalidOptionError,
  int,
  memoryStorage,
  type Observation,
  type ProposalRequest,
  Study,
  searchSpace,
  shacSampler,
} from "@shac/core";
import { essence } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { bowl, chance, climbingSampler, climbingStudy, type Params, recordedSampler, space } from "./studies.js";

const definition = climbingStudy("given");

describe("enqueue", () => {
  const given: Params[] = [
    { x: 0.1, n: 1 },
    { x: -1, n: 4 },
    { n: 2, x: 0.3 },
    { x: 0.7, n: 3 },
    { x: 0.9, n: 3 },
  ];

  it("puts points first in the next batches, as they were given", async () => {
    const { sampler, requests } = recordedSampler();
    const study = new Study({ ...definition, sampler });
    await study.enqueue(given.slice(0, 1));
    await study.enqueue(given.slice(1));
    await study.fit(bowl);
    expect(study.trials).toHaveLength(12);
    expect(study.trials.slice(0, 5).map(({ params }) => params)).toEqual(given);
    expect(study.trials.map(({ batch }) => batch)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    // The first batch is given whole; the second leaves three points to the sampler, which knows of the fourth.
    expect(requests.map(({ count, pending }) => [count, pending.length])).toEqual([
      [3, 1],
      [4, 0],
    ]);
    expect(Array.from(requests[0]?.pending[0] ?? [])).toEqual(Array.from(space.encode(given[4] as Params)));
  });

  it("is kept, so that a study that is opened again goes on with them", async () => {
    const storage = memoryStorage();
    const first = await Study.open(definition, { storage });
    await first.enqueue(given);
    await first.ask(1);
    await first.close();
    const second = await Study.open(definition, { storage });
    await second.fit(bowl);
    const alone = new Study(definition);
    await alone.enqueue(given);
    await alone.fit(bowl);
    expect(essence(second.trials)).toEqual(essence(alone.trials));
    const copy = memoryStorage();
    await alone.save(copy);
    expect((await Study.restore(copy, "given")).trials).toEqual(alone.trials);
  });

  it("takes nothing when a point does not fit", async () => {
    const study = new Study(definition);
    const refused = study.enqueue([
      { x: 0, n: 1 },
      { x: 0, n: 9 },
    ]);
    await expect(refused).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(refused).rejects.toThrow(/^Point 2: .*"n"/);
    await expect(study.enqueue({ x: 0, n: 1 } as never)).rejects.toThrow("give a list");
    expect((await study.ask())[0]?.params).toEqual((await new Study(definition).ask())[0]?.params);
  });

  it("comes first in asynchronous mode, too", async () => {
    const study = new Study({ ...definition, mode: "async" });
    await study.enqueue(given.slice(0, 2));
    expect((await study.ask(3)).slice(0, 2).map(({ params }) => params)).toEqual(given.slice(0, 2));
  });
});

const wide = searchSpace({ x: float(-1, 1), y: float(-1, 1), kind: categorical(["a", "b"]), n: int(1, 4) });
type Wide = { x: number; y: number; kind: "a" | "b"; n: number };
const loss = ({ x, y, kind }: Wide) => x * x + y * y + (kind === "a" ? 1 : 0);
const results = Array.from({ length: 60 }, (_, i) => {
  const params: Wide = {
    n: 1 + (i % 4),
    kind: chance(1, i) < 0.5 ? "a" : "b",
    y: 2 * chance(2, i) - 1,
    x: 2 * chance(3, i) - 1,
  };
  return { params, value: loss(params) };
});

describe("fitDataset", () => {
  it("trains on results made elsewhere, so that predict draws where they were good", async () => {
    const study = new Study({ space: wide, totalBudget: 60, numBatches: 3, seed: 1 });
    const stages = await study.fitDataset(results);
    expect(stages.filter(({ state }) => state === "active").length).toBeGreaterThan(0);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
    const drawn = (await study.predict({ numSamples: 50 })).map(loss);
    expect(mean(drawn)).toBeLessThan(0.8 * mean(results.map(({ value }) => value)));
    expect(study.best?.value).toBe(Math.min(...results.map(({ value }) => value)));
    expect(study.trials.every(({ batch, state }) => batch === -1 && state === "complete")).toBe(true);
  });

  it("gives the worst first, or the order of the rows", async () => {
    for (const direction of ["minimize", "maximize"] as const) {
      const study = new Study({ space: wide, direction });
      await study.fitDataset(results);
      const values = study.trials.map(({ value }) => value as number);
      expect(values).toEqual(values.toSorted((a, b) => (direction === "minimize" ? b - a : a - b)));
    }
    const unsorted = new Study({ space: wide });
    await unsorted.fitDataset(results, { presort: false });
    expect(unsorted.trials.map(({ value }) => value)).toEqual(results.map(({ value }) => value));
  });

  it("is gone on from by fit, whose budget it leaves alone, after a restore as before", async () => {
    const seen: (readonly Observation[])[] = [];
    const inner = shacSampler();
    const propose = (request: ProposalRequest) => {
      seen.push(request.observations);
      return inner.propose(request);
    };
    const options = { name: "dataset", space: wide, totalBudget: 40, numBatches: 2, seed: 1 };
    const storage = memoryStorage();
    const study = await Study.open({ ...options, sampler: { ...inner, propose } }, { storage });
    seen.length = 0;
    await study.fitDataset(results);
    await study.fit(loss as never);
    await study.close();
    expect(seen.map((observations) => observations.length)).toEqual([60, 80]);
    expect(seen[0]?.every(({ batch }) => batch === -1)).toBe(true);
    expect(study.trials).toHaveLength(100);
    expect(study.trials.at(-1)).toMatchObject({ number: 99, batch: 1 });
    const restored = await Study.restore<Wide>(storage, "dataset", { space: wide });
    expect(restored.trials).toEqual(study.trials);
    expect(await restored.predict({ numSamples: 3 })).toEqual(await study.predict({ numSamples: 3 }));
  });

  it("takes complete trials of another study as they are", async () => {
    const other = new Study(definition);
    await other.fit(bowl);
    const study = new Study(definition);
    await study.fitDataset(other.trials, { presort: false });
    expect(study.trials.map(({ params, value }) => [params, value])).toEqual(
      other.trials.map(({ params, value }) => [params, value]),
    );
    expect(study.best?.value).toBe(other.best?.value);
  });

  it("takes failed and pruned trials, which are worse than all others, and never run again", async () => {
    const given = [
      { params: { x: 0, n: 1 }, value: 2, attributes: { host: "a" } },
      { params: { x: 0.1, n: 2 }, state: "pruned", metrics: { size: 3 } },
      { params: { x: 0.2, n: 3 }, state: "failed", reason: "timeout" },
      { params: { x: 0.3, n: 4 }, state: "failed" },
    ] as const;
    const seen: (readonly Observation[])[] = [];
    const inner = climbingSampler();
    const propose = (request: ProposalRequest) => {
      seen.push(request.observations);
      return inner.propose(request);
    };
    const storage = memoryStorage();
    const study = await Study.open({ ...definition, sampler: { ...inner, propose } }, { storage });
    seen.length = 0;
    await study.fitDataset(given);
    const outcome = { batch: -1, attempt: 1 };
    const expected = [
      { ...outcome, number: 0, params: { x: 0.1, n: 2 }, state: "pruned", metrics: { size: 3 } },
      { ...outcome, number: 1, params: { x: 0.2, n: 3 }, state: "failed", reason: "timeout" },
      { ...outcome, number: 2, params: { x: 0.3, n: 4 }, state: "failed", reason: "error" },
      { ...outcome, number: 3, params: { x: 0, n: 1 }, state: "complete", value: 2, attributes: { host: "a" } },
    ];
    expect(study.trials).toEqual(expected);
    expect(await study.retry()).toEqual([]);
    await expect(study.retry([1])).rejects.toThrow("is imported; only failed trials are retried");
    await study.fit(bowl);
    expect(seen[0]?.map((observation) => observation.loss)).toEqual([Infinity, Infinity, Infinity, 2]);
    await study.close();
    expect((await Study.restore(storage, "given")).trials.slice(0, 4)).toEqual(expected);
    const alone = new Study(definition);
    await alone.fitDataset(study.trials.slice(0, 4));
    const copy = memoryStorage();
    await alone.save(copy);
    expect((await Study.restore(copy, "given")).trials).toEqual(expected);
  });

  it("marks what does not meet the constraints", async () => {
    const study = new Study({ ...definition, constraints: { size: { max: 2 } } });
    await study.fitDataset([
      { params: { x: 0, n: 1 }, value: 1, metrics: { size: 3 } },
      { params: { x: 0, n: 2 }, value: 2, metrics: { size: 1 } },
      { params: { x: 0, n: 3 }, value: 0, metrics: { size: 5 } },
    ]);
    expect(study.trials.map(({ value, violation }) => [value, violation])).toEqual([
      [0, 1.5],
      [1, 0.5],
      [2, undefined],
    ]);
    expect(study.best?.value).toBe(2);
  });

  it.each([
    [{ params: { x: 0 }, value: 1 }, /^Row 2: .*"n"/],
    [{ params: { x: 0, n: 1, depth: 2 }, value: 1 }, /^Row 2: .*"depth".*not in the space/],
    [{ params: { x: "0", n: 1 }, value: 1 }, /^Row 2: .*"x"/],
    [{ params: { x: 0, n: 1 } }, /^Row 2: The value is undefined/],
    [{ params: { x: 0, n: 1 }, value: Infinity }, /^Row 2: The value is Infinity/],
    [{ params: { x: 0, n: 1 }, value: 1, metrics: { size: Number.NaN } }, /^Row 2: Metric "size" is NaN/],
    [{ params: { x: 0, n: 1 }, value: 1 }, /^Row 2: Metric "size" is missing/],
    [{ params: { x: 0, n: 1 }, state: "running" }, /^Row 2: Its state is "running"/],
    [{ params: { x: 0, n: 1 }, state: "pruned", value: 1 }, /^Row 2: It is pruned; then leave out its value/],
    [{ params: { x: 0, n: 1 }, state: "failed", reason: "bad luck" }, /^Row 2: Its reason is "bad luck"/],
    [{ params: { x: 0, n: 1 }, value: 1, reports: 3 }, /^Row 2: reports was given number; give a list/],
    [{ params: { x: 0, n: 1 }, value: 1, reports: [null] }, /^Row 2: Its report 1 is undefined at step undefined;/],
    [
      { params: { x: 0, n: 1 }, value: 1, reports: [4, 4].map((step) => ({ step, value: 1 })) },
      /^Row 2: Its report 2 is 1 at step 4 after step 4;/,
    ],
  ])("takes nothing when a row is %o", async (row, said) => {
    const isMissing = said.source.includes("missing");
    const study = new Study({ ...definition, ...(isMissing && { constraints: { size: { max: 1 } } }) });
    const good = { params: { x: 0, n: 1 }, value: 1, metrics: { size: 1 } };
    const refused = study.fitDataset([good, row as never]);
    await expect(refused).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(refused).rejects.toThrow(said);
    expect(study.trials).toEqual([]);
  });
});
