import {
  accepts,
  boolean,
  type Classifier,
  categorical,
  createRng,
  float,
  inlineBackend,
  int,
  medianPruner,
  ordinal,
  type ParamsOf,
  Study,
  type StudyOptions,
  searchSpace,
  shacGpSampler,
  successiveHalvingPruner,
  vector,
} from "@shac/core";
import { describe, expect, it } from "vitest";

const space = searchSpace({ x: float(-1, 1), y: float(-1, 1) });
interface Params {
  readonly x: number;
  readonly y: number;
}
/** Least, 0, at (0.4, -0.2). */
const bowl = ({ x, y }: Params): number => (x - 0.4) ** 2 + 2 * (y + 0.2) ** 2;

function studyOf(options: Partial<StudyOptions<typeof space>> = {}) {
  return new Study({ space, sampler: shacGpSampler(), totalBudget: 60, numBatches: 6, seed: 1, ...options });
}

const paramsOf = ({ trials }: { readonly trials: readonly { readonly params: object }[] }) =>
  trials.map(({ params }) => params);

describe("a study by shacGpSampler", () => {
  it("that maximises tries the points that the same study of the negative values tries to minimise", async () => {
    const least = studyOf();
    await least.fit(bowl);
    const most = studyOf({ direction: "maximize" });
    await most.fit((params) => -bowl(params));
    expect(paramsOf(most)).toEqual(paramsOf(least));
    expect(most.best?.value).toBe(-(least.best?.value ?? 0));
    expect(least.best?.value).toBeLessThan(1e-5);
  });

  it.each([1e-12, 1e12])("finds the same of values that are %f times as large", async (scale) => {
    const study = studyOf();
    await study.fit((params) => scale * bowl(params));
    expect((study.best?.value ?? Infinity) / scale).toBeLessThan(1e-5);
  });

  it("without batches knows of running trials, and finds no less", async () => {
    const study = studyOf({ mode: "async" });
    await study.fit(inlineBackend(bowl, { concurrency: 4 }));
    expect(study.best?.value).toBeLessThan(1e-4);
    expect(new Set(study.trials.map(({ params }) => `${params.x} ${params.y}`)).size).toBe(60);
  });

  it("gets by with trials that fail or are pruned", async () => {
    const study = studyOf({ pruner: medianPruner({ startupTrials: 5 }) });
    await study.fit((params, { trial, report, shouldPrune }) => {
      if (trial % 7 === 3) throw new RangeError("no luck");
      for (let step = 0; step < 3; step++) {
        report(step, bowl(params) + 1 / (1 + step));
        if (shouldPrune()) return Number.NaN;
      }
      return bowl(params);
    });
    const states = new Set(study.trials.map(({ state }) => state));
    expect(states).toEqual(new Set(["complete", "failed", "pruned"]));
    expect(study.best?.value).toBeLessThan(0.05);
  });

  it("finds no less where a pruner gives up half of the trials", async () => {
    const study = studyOf({ totalBudget: 80, numBatches: 8, pruner: successiveHalvingPruner() });
    await study.fit((params, { report, shouldPrune }) => {
      for (let step = 1; step <= 16 && !shouldPrune(); step++) report(step, bowl(params) + 3 / 2 ** step);
      return bowl(params);
    });
    expect(study.trials.filter(({ state }) => state === "pruned").length).toBeGreaterThan(20);
    expect(study.best?.value).toBeLessThan(1e-4);
  });

  it("learns of points that were enqueued, and of results that were imported", async () => {
    const near = { x: 0.41, y: -0.21 };
    const enqueued = studyOf({ totalBudget: 30, numBatches: 3 });
    await enqueued.enqueue([near]);
    await enqueued.fit(bowl);
    expect(enqueued.trials[0]?.params).toEqual(near);
    expect(enqueued.best?.value).toBeLessThan(1e-4);
    const imported = studyOf({ totalBudget: 10, numBatches: 1 });
    await imported.fitDataset(enqueued.trials.map(({ params, value = 0 }) => ({ params, value })));
    await imported.fit(bowl);
    const own = imported.trials.slice(30).map(({ value = Infinity }) => value);
    expect(own.filter((value) => value < 0.01).length).toBeGreaterThanOrEqual(3);
  });

  it("finds the best of parameters of every kind at once", async () => {
    const everything = searchSpace({
      rate: float(1e-5, 1, { log: true }),
      units: int(1, 1000, { log: true }),
      share: float(0, 1, { step: 0.05 }),
      weights: vector(float(-1, 1), 2),
      order: ordinal([1, 2, 4, 8]),
      kind: categorical(["a", "b", "c"]),
      on: boolean(),
    });
    const study = new Study({ space: everything, sampler: shacGpSampler(), totalBudget: 120, numBatches: 12, seed: 1 });
    await study.fit(
      ({ rate, units, share, weights: [first = 0, second = 0], order, kind, on }) =>
        Math.log10(rate / 1e-3) ** 2 / 4 +
        Math.log10(units / 30) ** 2 / 2 +
        4 * (share - 0.7) ** 2 +
        (first - second) ** 2 +
        (first - 0.5) ** 2 +
        0.3 * Math.abs(Math.log2(order / 4)) +
        (kind === "b" ? 0 : 0.5) +
        (on ? 0.4 : 0),
    );
    expect(study.best?.params).toMatchObject({ order: 4, kind: "b", on: false });
    expect(study.best?.value).toBeLessThan(0.05);
  });

  it("finds the branch of a conditional space that is best, and the best in it", async () => {
    const branches = searchSpace({ kind: categorical(["flat", "curved", "steep"]), x: float(-1, 1) })
      .when("kind", "curved", { bend: float(-1, 1) })
      .when("kind", "steep", { slope: float(-1, 1) });
    const study = new Study({ space: branches, sampler: shacGpSampler(), totalBudget: 80, numBatches: 8, seed: 1 });
    await study.fit(({ kind, x, bend = 0, slope = 0 }) => {
      if (kind === "flat") return 0.5 + (x - 0.2) ** 2;
      return kind === "curved" ? (x - bend) ** 2 + (bend - 0.4) ** 2 : 0.2 + Math.abs(slope) + x ** 2;
    });
    expect(study.best?.params.kind).toBe("curved");
    expect(study.best?.value).toBeLessThan(1e-4);
  });

  it("finds the best of 243 combinations of categories that interact pair by pair, in 60 evaluations", async () => {
    const names = ["a", "b", "c", "d", "e"] as const;
    const cells = [0, 1, 2];
    const rng = createRng(3, "pairs");
    const tables = names.flatMap((first, i) =>
      names.slice(i + 1).map((second) => ({ first, second, table: cells.map(() => cells.map(() => rng.next())) })),
    );
    const kind = categorical(cells);
    const combinations = searchSpace({ a: kind, b: kind, c: kind, d: kind, e: kind });
    const value = (params: ParamsOf<typeof combinations>) =>
      tables.reduce((sum, { first, second, table }) => sum + (table[params[first]]?.[params[second]] ?? 0), 0);
    const all = Array.from({ length: 243 }, (_, code) => names.map((name, i) => [name, Math.floor(code / 3 ** i) % 3]));
    const least = Math.min(...all.map((cell) => value(Object.fromEntries(cell))));
    const found = await Promise.all(
      [1, 2, 3, 4, 5].map(async (seed) => {
        const study = new Study({
          space: combinations,
          sampler: shacGpSampler(),
          totalBudget: 60,
          numBatches: 6,
          seed,
        });
        await study.fit(value);
        return study.best?.value;
      }),
    );
    expect(found.filter((each) => each === least).length).toBeGreaterThanOrEqual(4);
  });

  it("predicts from the cascade of all its trials, and reports it as it was when there were 20, 80, 320", async () => {
    const study = studyOf({ totalBudget: 100, numBatches: 10 });
    await study.fit(bowl);
    const cascade = await study.cascade();
    const volumes = cascade?.stages.map(({ acceptedVolume }) => acceptedVolume.upper) ?? [];
    expect(cascade?.stages[0]).toMatchObject({ stage: 1, state: "active" });
    expect((cascade?.stages[0]?.trainedOn ?? 0) - (cascade?.stages[0]?.imagined ?? 0)).toBe(100);
    const predicted = await study.predict({ numSamples: 200 });
    const accepted = ({ trees }: Classifier) => predicted.every((params) => accepts(trees, space.encode(params)));
    expect(cascade?.classifiers.every(accepted)).toBe(true);
    const mean = (of: readonly Params[]) => of.reduce((sum, params) => sum + bowl(params), 0) / of.length;
    const anywhere = await study.predict({ numSamples: 200, maxClassifiers: 0 });
    expect(mean(predicted)).toBeLessThan(0.1 * mean(anywhere));
    const [first] = study.stages;
    expect((first?.trainedOn ?? 0) - (first?.imagined ?? 0)).toBe(80);
    expect(study.acceptedVolume).toEqual(study.stages.findLast(({ state }) => state === "active")?.acceptedVolume);
    expect(study.acceptedVolume.upper).toBeLessThan(0.2);
    expect(volumes.at(-1)).toBeLessThan(0.2);
  });

  it("predicts where the constraints admit points, though values get lower towards what they refuse", async () => {
    const cut = space.where("right", ({ x }) => x > 0).where("above", ({ y }) => y > 0);
    const slope = ({ x, y }: Params) => x + y;
    for (const seed of [1, 2, 3]) {
      const study = studyOf({ space: cut, totalBudget: 80, numBatches: 8, seed });
      await study.fit(slope);
      const predicted = await study.predict({ numSamples: 50 });
      expect(predicted.every(({ x, y }) => x > 0 && y > 0)).toBe(true);
      expect(predicted.reduce((sum, params) => sum + slope(params), 0) / predicted.length).toBeLessThan(0.1);
    }
  });

  it("gets by with results that repeat a point, with equal values and with others", async () => {
    const study = studyOf({ totalBudget: 40, numBatches: 4 });
    const points = Array.from({ length: 12 }, (_, i) => ({ x: Math.cos(3 * i), y: Math.sin(5 * i) }));
    await study.fitDataset(
      points.flatMap((params, i) =>
        [0, 0, 1].map((more) => ({ params, value: bowl(params) + 0.001 * more * (i % 3) })),
      ),
    );
    await study.fit(bowl);
    expect(study.best?.value).toBeLessThan(1e-4);
  });
});
