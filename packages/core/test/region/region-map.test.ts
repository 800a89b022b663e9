import {
  type AcceptedRegion,
  type Axis,
  acceptedRegion,
  createRng,
  InvalidOptionError,
  type TreeEnsemble,
} from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrangement, type Cell } from "./arrangement.js";
import { randomPoint, randomTrees, refusals } from "./random-trees.js";
import { cube, spaces } from "./spaces.js";

const rng = (seed: number) => createRng(seed, "test");

function regionOf(axes: readonly Axis[], classifiers: readonly TreeEnsemble[], relaxChecks = 0): AcceptedRegion {
  let region = acceptedRegion(axes, { relaxChecks });
  for (const trees of classifiers) region = region.refine(trees);
  return region;
}

/** Length that a side of a cell has of a bin. */
function overlap([low, high]: readonly [number, number], bin: number, bins: number): number {
  return Math.max(0, Math.min(high, (bin + 1) / bins) - Math.max(low, bin / bins));
}

/** Volume, or with `plane` area in that plane, of some cells of the arrangement over each cell of the map. */
function measure(cells: readonly Cell[], x: number, y: number, bins: number, plane: boolean): number[] {
  return Array.from({ length: bins * bins }, (_, i) => {
    let sum = 0;
    for (const { sides } of cells) {
      const others = sides.filter((_, axis) => axis !== x && axis !== y).map(([low, high]) => high - low);
      const size = plane ? 1 : others.reduce((a, b) => a * b, 1);
      const [width, height] = [
        overlap(sides[x] as never, i % bins, bins),
        overlap(sides[y] as never, Math.floor(i / bins), bins),
      ];
      sum += size * width * height * bins * bins;
    }
    return sum;
  });
}

const cases = fc
  .record({
    seed: fc.nat(),
    axes: fc.constantFrom(...Object.values(spaces).filter(({ length }) => length === 2 || length === 3)),
    count: fc.integer({ min: 0, max: 4 }),
    relaxChecks: fc.integer({ min: 0, max: 2 }),
    bins: fc.integer({ min: 1, max: 9 }),
    x: fc.nat(2),
    y: fc.nat(2),
  })
  .filter(({ axes, x, y }) => x !== y && Math.max(x, y) < axes.length);

describe("the map of a region along two axes", () => {
  it("bounds what the accepted cells of the arrangement of all thresholds have of each cell", () => {
    fc.assert(
      fc.property(cases, ({ seed, axes, count, relaxChecks, bins, x, y }) => {
        const random = rng(seed);
        const classifiers = Array.from({ length: count }, () => randomTrees(random, axes, { trees: 4, depth: 2 }));
        const region = regionOf(axes, classifiers, relaxChecks);
        const isAccepted = ({ point }: Cell): boolean => refusals(classifiers, point) <= relaxChecks;
        const exact = measure(arrangement(axes, classifiers).filter(isAccepted), x, y, bins, false);
        const { accepted, undecided } = region.map(x, y, bins);
        for (const [cell, share] of exact.entries()) {
          const low = accepted[cell] as number;
          expect(share).toBeGreaterThanOrEqual(low - 1e-9);
          expect(share).toBeLessThanOrEqual(low + (undecided[cell] as number) + 1e-9);
        }
        const mean = (shares: Float64Array): number => shares.reduce((a, b) => a + b, 0) / shares.length;
        expect(mean(accepted)).toBeCloseTo(region.volume.lower, 9);
        expect(mean(accepted) + mean(undecided)).toBeCloseTo(region.volume.upper, 9);
      }),
      { numRuns: 30 },
    );
  });

  it("is 1 everywhere before the first classifier, and refuses what is no pair of axes or no number of bins", () => {
    const region = acceptedRegion(cube(3));
    expect(region.map(2, 0, 3)).toEqual({ accepted: new Float64Array(9).fill(1), undecided: new Float64Array(9) });
    for (const [x, y, bins] of [
      [1, 1, 4],
      [0, 3, 4],
      [-1, 0, 4],
      [0, 0.5, 4],
      [0, 1, 0],
      [0, 1, 1001],
      [0, 1, 2.5],
    ] as const) {
      expect(() => region.map(x, y, bins)).toThrow(InvalidOptionError);
      expect(() => region.slice(x, y, bins, new Float64Array(3))).toThrow(InvalidOptionError);
    }
    expect(() => region.slice(0, 1, 4, new Float64Array(2))).toThrow(InvalidOptionError);
  });
});

describe("a slice of a region", () => {
  it("is the area of the accepted cells of the arrangement that the plane cuts", () => {
    let decided = 0;
    fc.assert(
      fc.property(cases, ({ seed, axes, count, relaxChecks, bins, x, y }) => {
        const random = rng(seed);
        const classifiers = Array.from({ length: count }, () => randomTrees(random, axes, { trees: 4, depth: 2 }));
        const region = regionOf(axes, classifiers, relaxChecks);
        const point = randomPoint(random, axes);
        const slice = region.slice(x, y, bins, point);
        const crossed = arrangement(axes, classifiers).filter(({ sides }) =>
          sides.every(([low, high], axis) => {
            const at = point[axis] as number;
            return axis === x || axis === y || (at >= low && at < high);
          }),
        );
        const exact = measure(
          crossed.filter((cell) => refusals(classifiers, cell.point) <= relaxChecks),
          x,
          y,
          bins,
          true,
        );
        if (region.volume.lower < region.volume.upper) return;
        decided++;
        for (const [cell, share] of exact.entries()) expect(slice[cell]).toBeCloseTo(share, 9);
      }),
      { numRuns: 30 },
    );
    expect(decided).toBeGreaterThan(10);
  });

  it("is judged by the classifiers themselves where boxes are undecided", () => {
    const axes = cube(8);
    const random = rng(5);
    const classifiers = Array.from({ length: 3 }, () => randomTrees(random, axes, { trees: 60, mean: 0.02 }));
    const region = regionOf(axes, classifiers);
    expect(region.volume.lower).toBeLessThan(0.5 * region.volume.upper);
    const bins = 20;
    const point = region.sample(1, rng(6)).points[0] as Float64Array;
    const slice = region.slice(2, 5, bins, point);
    const at = point.slice();
    const accepted = Array.from({ length: 4000 }, (): number => {
      [at[2], at[5]] = [random.next(), random.next()];
      return refusals(classifiers, at) === 0 ? 1 : 0;
    });
    const share = accepted.reduce((a, b) => a + b, 0) / accepted.length;
    expect(share).toBeGreaterThan(0.05);
    expect(Math.abs(slice.reduce((a, b) => a + b, 0) / slice.length - share)).toBeLessThan(0.04);
  });
});
