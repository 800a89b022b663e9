import { float, inlineBackend, medianPruner, Study, type StudyOptions, searchSpace, shacGpSampler } from "@shac/core";
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
