import {
  type AcceptedRegion,
  type Axis,
  acceptedRegion,
  createRng,
  EmptyRegionError,
  type TreeEnsemble,
} from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrangement } from "./arrangement.js";
import { randomPoint, randomTrees, refusals } from "./random-trees.js";
import { cube, spaces } from "./spaces.js";

function regionOf(
  axes: readonly Axis[],
  classifiers: readonly TreeEnsemble[],
  relaxChecks = 0,
  workLimit?: number,
): AcceptedRegion {
  let region = acceptedRegion(axes, { relaxChecks, ...(workLimit !== undefined && { workLimit }) });
  for (const trees of classifiers) region = region.refine(trees);
  return region;
}

const rng = (seed: number) => createRng(seed, "test");

/** One leaf: accepts everything, or nothing. */
function constant(leaf: number): TreeEnsemble {
  return {
    roots: Int32Array.of(0),
    feature: Int32Array.of(-1),
    threshold: Float64Array.of(0),
    left: Int32Array.of(0),
    value: Float64Array.of(leaf),
  };
}

/** Accepts what lies from `low` to below `high` on axis 0. */
function slab(low: number, high: number): TreeEnsemble {
  return {
    roots: Int32Array.of(0),
    feature: Int32Array.of(0, -1, 0, -1, -1),
    threshold: Float64Array.of(low, 0, high, 0, 0),
    left: Int32Array.of(1, 0, 3, 0, 0),
    value: Float64Array.of(0, -1, 0, 1, -1),
  };
}

const smallCases = fc.record({
  seed: fc.nat(),
  axes: fc.constantFrom(...Object.values(spaces).filter((axes) => axes.length < 4)),
  count: fc.integer({ min: 1, max: 4 }),
  relaxChecks: fc.integer({ min: 0, max: 4 }),
});

describe("the volume of a region", () => {
  it("bounds that of the accepted cells of the arrangement of all thresholds, closely", () => {
    fc.assert(
      fc.property(smallCases, ({ seed, axes, count, relaxChecks }) => {
        const random = rng(seed);
        const classifiers = Array.from({ length: count }, () => randomTrees(random, axes, { trees: 4, depth: 2 }));
        const { lower, upper } = regionOf(axes, classifiers, relaxChecks).volume;
        const expected = arrangement(axes, classifiers)
          .filter(({ point }) => refusals(classifiers, point) <= relaxChecks)
          .reduce((sum, { volume }) => sum + volume, 0);
        expect(lower).toBeLessThanOrEqual(expected + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(expected - 1e-12);
        expect(upper).toBeLessThanOrEqual(1.02 * lower + 1e-12);
        // With less work they are bounds still, if not close ones.
        const hasty = regionOf(axes, classifiers, relaxChecks, 100).volume;
        expect(hasty.lower).toBeLessThanOrEqual(expected + 1e-12);
        expect(hasty.upper).toBeGreaterThanOrEqual(expected - 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it("is less closely bounded where less work is allowed", () => {
    const axes = cube(6);
    const classifiers = [randomTrees(rng(2), axes, { trees: 20 })];
    const width = (workLimit?: number) => {
      const { lower, upper } = regionOf(axes, classifiers, 0, workLimit).volume;
      return upper - lower;
    };
    expect(width(2000)).toBeGreaterThan(2 * width());
  });

  it("agrees with Monte Carlo, for any number of classifiers that may refuse", () => {
    const axes = cube(3);
    const random = rng(1);
    const classifiers = Array.from({ length: 5 }, () => randomTrees(random, axes, { trees: 20 }));
    const points = Array.from({ length: 10_000 }, () => randomPoint(random, axes));
    const counts = points.map((point) => refusals(classifiers, point));
    for (let relaxChecks = 0; relaxChecks <= classifiers.length; relaxChecks++) {
      const share = counts.filter((count) => count <= relaxChecks).length / points.length;
      const { lower, upper } = regionOf(axes, classifiers, relaxChecks).volume;
      const error = 4 * Math.sqrt((share * (1 - share)) / points.length) + 1e-12;
      expect(lower).toBeLessThanOrEqual(share + error);
      expect(upper).toBeGreaterThanOrEqual(share - error);
    }
  });

  it("is that of the whole cube when every classifier may refuse", () => {
    const axes = cube(2);
    const random = rng(2);
    const classifiers = [randomTrees(random, axes), randomTrees(random, axes)];
    expect(regionOf(axes, classifiers, 2).volume).toEqual({ lower: 1, upper: 1 });
  });

  it("never grows by a classifier, not even by rounding", () => {
    const axes = cube(2);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = rng(seed);
        let region = acceptedRegion(axes, { relaxChecks: 1 });
        for (let i = 0; i < 5; i++) {
          const refined = region.refine(randomTrees(random, axes, { mean: 0.2 }));
          expect(refined.volume.upper).toBeLessThanOrEqual(region.volume.upper);
          expect(refined.volume.lower).toBeLessThanOrEqual(refined.volume.upper);
          region = refined;
        }
      }),
    );
  });

  it("counts cells exactly on an axis of cells", () => {
    for (const axes of [spaces["seven choices"] as readonly Axis[], spaces["one continuous axis"] as readonly Axis[]]) {
      const [axis] = axes as [Axis];
      const edge = axis.edge(0.4);
      expect(regionOf(axes, [slab(edge, 1)]).volume).toEqual({ lower: 1 - edge, upper: 1 - edge });
    }
  });
});

describe("a region", () => {
  it("is the same whichever classifier comes first, once all is decided", () => {
    const axes = cube(2);
    const random = rng(3);
    const [a, b] = [randomTrees(random, axes, { trees: 3 }), randomTrees(random, axes, { trees: 3 })];
    const [ab, ba] = [regionOf(axes, [a, b]), regionOf(axes, [b, a])];
    expect(ab.volume.lower).toBeCloseTo(ba.volume.lower, 2);
    for (const axis of [0, 1]) expect(ab.aliveShare(axis)).toBeCloseTo(ba.aliveShare(axis), 12);
  });

  it("does not change when it is refined", () => {
    const axes = cube(2);
    const random = rng(4);
    const before = regionOf(axes, [randomTrees(random, axes)]);
    const volume = { ...before.volume };
    const { points } = before.sample(50, rng(5));
    before.refine(randomTrees(random, axes));
    expect(before.volume).toEqual(volume);
    expect(before.sample(50, rng(5)).points).toEqual(points);
  });

  it("draws the same points from the same stream", () => {
    const axes = spaces["two floats, an int and a categorical"] as readonly Axis[];
    const random = rng(6);
    const classifiers = [randomTrees(random, axes), randomTrees(random, axes)];
    expect(regionOf(axes, classifiers, 1).sample(20, rng(7))).toEqual(
      regionOf(axes, classifiers, 1).sample(20, rng(7)),
    );
  });

  it("accepts up to a threshold, the threshold itself not", () => {
    const region = regionOf(cube(1), [slab(0.25, 0.5)]);
    expect(region.volume).toEqual({ lower: 0.25, upper: 0.25 });
    const { points } = region.sample(1000, rng(8));
    expect(points.every(([u = 0]) => 0.25 <= u && u < 0.5)).toBe(true);
  });

  it("refuses a margin of exactly 0, also where leaves cancel", () => {
    const axes = cube(1);
    expect(regionOf(axes, [constant(0)]).volume.upper).toBe(0);
    const up = slab(0.25, 0.5);
    const down = { ...up, value: up.value.map((leaf) => -leaf) };
    const both = {
      roots: Int32Array.of(0, 5),
      feature: Int32Array.of(...up.feature, ...down.feature),
      threshold: Float64Array.of(...up.threshold, ...down.threshold),
      left: Int32Array.of(...up.left, ...down.left.map((node) => node + 5)),
      value: Float64Array.of(...up.value, ...down.value),
    };
    expect(regionOf(axes, [both]).volume.upper).toBe(0);
  });
});

describe("an empty region", () => {
  const empty = regionOf(cube(2), [slab(0, 0.5), slab(0.5, 1), constant(1)]);

  it("has no volume, and names the stage that emptied it when asked for points", () => {
    expect(empty.volume).toEqual({ lower: 0, upper: 0 });
    expect(empty.aliveShare(1)).toBe(0);
    expect(empty.marginal(0, 4)).toEqual(new Float64Array(4));
    expect(() => empty.sample(1, rng(9))).toThrow(EmptyRegionError);
    expect(() => empty.sample(1, rng(9))).toThrow(expect.objectContaining({ stage: 2 }));
  });

  it("is not empty when a classifier may refuse", () => {
    const { lower } = regionOf(cube(2), [slab(0, 0.5), slab(0.5, 1)], 1).volume;
    expect(lower).toBe(1);
  });
});

describe("what is alive of an axis", () => {
  it("is the union of what boxes cover", () => {
    const region = regionOf(cube(2), [slab(0.25, 0.75)]);
    expect(region.aliveShare(0)).toBe(0.5);
    expect(region.aliveShare(1)).toBe(1);
    expect([...region.marginal(0, 4)]).toEqual([0, 0.5, 0.5, 0]);
    expect([...region.marginal(0, 2)]).toEqual([0.5, 0.5]);
    expect([...region.marginal(1, 2)]).toEqual([0.5, 0.5]);
  });

  it("is what accepted cells of the arrangement of all thresholds cover, once all is decided", () => {
    fc.assert(
      fc.property(smallCases, ({ seed, axes, count, relaxChecks }) => {
        const random = rng(seed);
        const classifiers = Array.from({ length: count }, () => randomTrees(random, axes, { trees: 2, depth: 2 }));
        const region = regionOf(axes, classifiers, relaxChecks);
        fc.pre(region.volume.lower === region.volume.upper);
        const alive = arrangement(axes, classifiers).filter(({ point }) => refusals(classifiers, point) <= relaxChecks);
        for (const axis of axes.keys()) {
          const ranges = new Map(alive.map(({ sides }) => sides[axis] as readonly [number, number]));
          const expected = [...ranges].reduce((sum, [low, high]) => sum + high - low, 0);
          expect(region.aliveShare(axis)).toBeCloseTo(expected, 12);
        }
      }),
    );
  });

  it("has the marginal of the draws", () => {
    const axes = cube(2);
    const random = rng(10);
    const region = regionOf(axes, [randomTrees(random, axes), randomTrees(random, axes)]);
    const { points } = region.sample(20_000, random);
    for (const axis of [0, 1]) {
      const marginal = region.marginal(axis, 5);
      for (const [bin, share] of marginal.entries()) {
        const drawn = points.filter((point) => Math.floor(5 * (point[axis] as number)) === bin).length;
        expect(drawn / points.length).toBeCloseTo(share, 1.5);
      }
      expect(marginal.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });
});

describe("where boxes do not suffice", () => {
  const axes = cube(20);
  const random = rng(11);
  // What is accepted of most axes depends on other axes, and it is little of the cube: some 2^-12.
  const classifiers = Array.from({ length: 12 }, () => randomTrees(random, axes, { trees: 100, depth: 4 }));
  const region = regionOf(axes, classifiers);
  const starts = Array.from({ length: 20_000 }, () => randomPoint(random, axes)).filter(
    (point) => refusals(classifiers, point) <= 1,
  );

  it("draws accepted, different points and says that they are not exact", () => {
    const { points, exact } = region.sample(40, rng(12), starts);
    expect(exact).toBe(false);
    expect(points.every((point) => refusals(classifiers, point) === 0)).toBe(true);
    expect(new Set(points.map(String)).size).toBe(40);
  });

  it("finds accepted points where none is known", () => {
    const { points, exact } = region.sample(10, rng(13));
    expect(exact).toBe(false);
    expect(points.every((point) => refusals(classifiers, point) === 0)).toBe(true);
  });

  it("gives up where it finds none, naming the stage", () => {
    const impossible = randomTrees(random, axes, { trees: 100, depth: 4, mean: -0.4 });
    expect(() => region.refine(impossible).sample(1, rng(14))).toThrow(expect.objectContaining({ stage: 13 }));
  });
});
