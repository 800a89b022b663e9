import {
  boolean,
  EmptyRegionError,
  float,
  InvalidOptionError,
  memoryStorage,
  randomSampler,
  Study,
  searchSpace,
  shacSampler,
} from "@shac/core";
import { beforeAll, describe, expect, it } from "vitest";

const space = searchSpace({ x: float(-1, 1), y: float(-1, 1), flag: boolean() });
const definition = { name: "asked", space, totalBudget: 80, numBatches: 4, seed: 2, sampler: shacSampler() };

interface Params {
  x: number;
  y: number;
  flag: boolean;
}

/** Best at 0.5, 0.5, true. */
const objective = ({ x, y, flag }: Params) => Math.abs(x - 0.5) + Math.abs(y - 0.5) + (flag ? 0 : 1);
const mean = (points: readonly Params[]) => points.reduce((sum, point) => sum + objective(point), 0) / points.length;

const study = new Study(definition);
beforeAll(async () => {
  await study.fit(objective);
});

describe("predict", () => {
  it.each([
    [{}, 1],
    [{ numSamples: 7 }, 7],
    [{ numBatches: 2 }, 40],
    [{ numSamples: 3, numBatches: 1 }, 23],
  ])("of %o gives a flat list of %d points", async (options, count) => {
    const points = await study.predict(options);
    expect(points).toHaveLength(count);
    for (const { x, y, flag } of points)
      expect([typeof x, typeof y, typeof flag]).toEqual(["number", "number", "boolean"]);
  });

  it("repeats no point within a call", async () => {
    const points = await study.predict({ numSamples: 200 });
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(200);
  });

  it("is the same for the same call, and another for another seed", async () => {
    const points = await study.predict({ numSamples: 5 });
    expect(await study.predict({ numSamples: 5 })).toEqual(points);
    expect(await study.predict({ numSamples: 5, seed: 2 })).toEqual(points);
    expect(await study.predict({ numSamples: 5, seed: 3 })).not.toEqual(points);
  });

  it("draws better points the more classifiers it uses, and worse ones the more of them may refuse", async () => {
    const numSamples = 300;
    const none = mean(await study.predict({ numSamples, maxClassifiers: 0 }));
    const one = mean(await study.predict({ numSamples, maxClassifiers: 1 }));
    const all = mean(await study.predict({ numSamples }));
    const relaxed = mean(await study.predict({ numSamples, relaxChecks: 1 }));
    expect(one).toBeLessThan(none);
    expect(all).toBeLessThan(one);
    expect(relaxed).toBeGreaterThan(all);
    // Something is accepted here without any refusal, so that is the least.
    expect(await study.predict({ numSamples, relaxChecks: true })).toEqual(await study.predict({ numSamples }));
  });

  it("refuses more classifiers than there are, and counts that cannot be", async () => {
    await expect(study.predict({ maxClassifiers: 99 })).rejects.toBeInstanceOf(InvalidOptionError);
    await expect(study.predict({ numSamples: 0 })).rejects.toThrow("numSamples is 0");
    await expect(study.predict({ numBatches: 1.5 })).rejects.toThrow("numBatches is 1.5");
    await expect(study.predict({ relaxChecks: -1 })).rejects.toThrow("relaxChecks is -1");
    await expect(study.predict({ seed: -1 })).rejects.toThrow("seed is -1");
    const random = new Study({ ...definition, sampler: randomSampler() });
    await expect(random.predict({ maxClassifiers: 1 })).rejects.toThrow(/"random" trains no classifiers/);
  });

  it("draws from the whole space while nothing is trained, and with a sampler that trains nothing", async () => {
    for (const sampler of [shacSampler(), randomSampler()]) {
      const fresh = new Study({ ...definition, sampler });
      const points = await fresh.predict({ numSamples: 400, maxClassifiers: 0 });
      const left = points.filter(({ x }) => x < 0).length;
      // Binomial(400, 1/2): beyond five standard deviations.
      expect(Math.abs(left - 200)).toBeLessThan(50);
    }
  });

  it("gives the same points after a restore, bit for bit", async () => {
    const storage = memoryStorage();
    await study.save(storage);
    const restored = await Study.restore(storage, "asked");
    for (const options of [{ numSamples: 50 }, { numBatches: 1, maxClassifiers: 2 }, { relaxChecks: 1 }]) {
      expect(await restored.predict(options)).toEqual(await study.predict(options));
    }
  });

  it("keeps to the constraints of the space", async () => {
    const constrained = new Study({ ...definition, space: space.where("apart", ({ x, y }) => Math.abs(x - y) > 0.1) });
    await constrained.fit(objective);
    const points = await constrained.predict({ numSamples: 100 });
    expect(points.filter(({ x, y }) => Math.abs(x - y) <= 0.1)).toEqual([]);
  });

  it("says when constraints leave nothing of what the classifiers accept", async () => {
    let open = true;
    const closing = new Study({ ...definition, space: space.where("while open", () => open) });
    await closing.fit(objective);
    open = false;
    await expect(closing.predict()).rejects.toBeInstanceOf(EmptyRegionError);
  });
});
