import {
  categorical,
  float,
  int,
  memoryStorage,
  randomSampler,
  Study,
  searchSpace,
  shacSampler,
  TrialStateError,
} from "@shac/core";
import { describe, expect, it } from "vitest";

const space = searchSpace({ x: float(-1, 1), n: int(1, 6), kind: categorical(["a", "b"]) }).when("kind", "a", {
  extra: float(0, 1),
});
const objective = ({ x, n, extra = 1 }: { x: number; n: number; extra?: number }) => x * x + n / 5 + extra / 3;

describe.each([
  ["the default sampler", () => ({})],
  ["the sampler of the paper", () => ({ sampler: shacSampler({ booster: { rounds: 30 } }) })],
] as const)("the cascade of a study with %s", (_, options) => {
  it("is what predict draws from, the same for a study that runs, is finished or is restored", async () => {
    const storage = memoryStorage();
    const definition = { name: "seen", space, totalBudget: 40, numBatches: 4, seed: 2, ...options() };
    const study = await Study.open(definition, { storage });
    expect((await study.cascade())?.classifiers).toEqual([]);
    const seen: number[] = [];
    study.on("batch-finished", ({ batch }) => {
      if (batch === 2) looking = study.cascade().then((cascade) => void seen.push(cascade?.classifiers.length ?? -1));
    });
    let looking: Promise<void> | undefined;
    await study.fit(objective);
    await looking;
    expect(seen[0]).toBeGreaterThan(0);

    const cascade = await study.cascade();
    const restored = await (await Study.restore(storage, "seen")).cascade();
    expect(restored?.classifiers).toEqual(cascade?.classifiers);
    expect(restored?.region().volume).toEqual(cascade?.region().volume);
    const region = cascade?.region();
    expect(region?.volume.upper).toBeLessThan(0.6);
    for (const params of await study.predict({ numSamples: 20 })) {
      const point = space.encode(params);
      // Where the parameter takes no part, its coordinate is not known from the params.
      const area = region?.slice(0, 1, 1, point)[0] as number;
      if (params.kind === "a") expect(area).toBeGreaterThan(0);
    }
    await study.close();
  });
});

describe("the cascade", () => {
  it("is there for a study restored without the functions of its constraints", async () => {
    const storage = memoryStorage();
    const constrained = space.where("n is not 5", ({ n }) => n !== 5);
    const study = await Study.open(
      { name: "seen", space: constrained, totalBudget: 40, seed: 2, sampler: shacSampler() },
      { storage },
    );
    await study.fit(objective);
    await study.close();
    const cascade = await (await Study.restore(storage, "seen")).cascade();
    expect(cascade?.classifiers).toEqual((await study.cascade())?.classifiers);
    expect(cascade?.classifiers.length).toBeGreaterThan(0);
  });

  it("is undefined for a sampler that trains none", async () => {
    expect(await new Study({ space, sampler: randomSampler() }).cascade()).toBeUndefined();
  });
});

describe("where a trial lies", () => {
  it("is the point of its params, a copy", async () => {
    const study = new Study({ space, totalBudget: 10, seed: 2, sampler: randomSampler() });
    await study.fit(objective);
    for (const { number, params } of study.trials) {
      const point = study.pointOf(number);
      expect(space.encode(params, point)).toEqual(point);
      point.fill(0);
      expect(study.pointOf(number)).not.toEqual(point);
    }
    expect(() => study.pointOf(10)).toThrow(TrialStateError);
  });
});
