import {
  accepts,
  type Cascade,
  createRng,
  EmptyRegionError,
  float,
  InvalidOptionError,
  searchSpace,
  shacSampler,
} from "@shac/core";
import { describe, expect, it } from "vitest";
import { ladder, observe, requestOf } from "../sampler/requests.js";

const line = searchSpace({ x: float(0, 1) });
const at = (point: Float64Array): number => point[0] as number;

/** Classifiers of the ladder that accept what is below 0.45, what is below 0.57, and what is above 0.45. */
const higher = ladder(1).map((point) => Float64Array.of(0.3 + 0.6 * at(point)));
const observations = observe([...ladder(1), ...higher, ...ladder(1)], (point, number) =>
  number < 20 ? at(point) : -at(point),
);

const cascadeOf = async (relaxChecks: number | true): Promise<Cascade> =>
  (await shacSampler({ relaxChecks }).cascade?.(requestOf(line, observations))) as Cascade;

describe("the region of a cascade", () => {
  it.each([
    [{ maxClassifiers: 0 }, 1],
    [{ maxClassifiers: 1 }, 0.45],
    [{ maxClassifiers: 2 }, 0.45],
    [{ maxClassifiers: 2, relaxChecks: 1 }, 0.57],
    [{ maxClassifiers: 3, relaxChecks: 1 }, 0.57],
    [{ relaxChecks: 2 }, 1],
    [{ relaxChecks: 9 }, 1],
    [{ relaxChecks: true }, 0.57],
    [{ maxClassifiers: 2, relaxChecks: true }, 0.45],
  ] as const)("of %o has the volume %d", async (options, volume) => {
    const { lower, upper } = (await cascadeOf(true)).region(options).volume;
    expect(lower).toBeCloseTo(volume, 12);
    expect(upper).toBeCloseTo(volume, 12);
  });

  it("is by default that of all classifiers, under the checks of the sampler", async () => {
    for (const relaxChecks of [true, 1, 2] as const) {
      const cascade = await cascadeOf(relaxChecks);
      const region = cascade.region();
      const same = cascade.region({ relaxChecks, maxClassifiers: cascade.classifiers.length });
      expect(region.volume).toEqual(same.volume);
      expect(region.sample(20, createRng(1, "draw"))).toEqual(same.sample(20, createRng(1, "draw")));
    }
  });

  it("lies where few enough classifiers refuse", async () => {
    const cascade = await cascadeOf(true);
    for (const relaxChecks of [1, 2]) {
      for (const point of cascade.region({ relaxChecks }).sample(200, createRng(2, "draw")).points) {
        const refusals = cascade.classifiers.filter(({ trees }) => !accepts(trees, point));
        expect(refusals.length).toBeLessThanOrEqual(relaxChecks);
      }
    }
  });

  it("may be empty, which is an error only when something is drawn", async () => {
    const region = (await cascadeOf(true)).region({ relaxChecks: 0 });
    expect(region.volume).toEqual({ lower: 0, upper: 0 });
    expect(() => region.sample(1, createRng(1, "draw"))).toThrow(EmptyRegionError);
  });

  it("is refused for more classifiers than there are, and for checks that cannot be", async () => {
    const cascade = await cascadeOf(true);
    for (const maxClassifiers of [4, -1, 1.5]) {
      expect(() => cascade.region({ maxClassifiers })).toThrow(InvalidOptionError);
      expect(() => cascade.region({ maxClassifiers })).toThrow(
        `maxClassifiers is ${maxClassifiers}, but the cascade has 3`,
      );
    }
    expect(() => cascade.region({ relaxChecks: -1 })).toThrow(InvalidOptionError);
  });
});
