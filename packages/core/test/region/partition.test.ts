import { type Axis, createRng, type TreeEnsemble } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Box, unitCube } from "../../dist/region/box.js";
import { refineBoxes } from "../../dist/region/partition.js";
import { simplifyTrees } from "../../dist/region/simple-trees.js";
import { arrangement } from "./arrangement.js";
import { randomPoint, randomTrees, refusals } from "./random-trees.js";
import { cube, spaces } from "./spaces.js";

function boxesOf(axes: readonly Axis[], classifiers: readonly TreeEnsemble[], relaxChecks: number): readonly Box[] {
  let boxes: readonly Box[] = [unitCube(axes.length)];
  for (const trees of classifiers) boxes = refineBoxes(boxes, simplifyTrees(trees, axes), relaxChecks);
  return boxes;
}

function contains({ lower, upper }: Box, point: Float64Array): boolean {
  return point.every((u, axis) => (lower[axis] as number) <= u && u < (upper[axis] as number));
}

/** What a box promises of a point in it. */
function expectVerdictsToHold(box: Box, classifiers: readonly TreeEnsemble[], point: Float64Array): void {
  const refused = refusals(classifiers, point);
  expect(refused).toBeGreaterThanOrEqual(box.refusals);
  expect(refused).toBeLessThanOrEqual(box.refusals + box.undecided.length);
}

const cases = fc.record({
  seed: fc.nat(),
  axes: fc.constantFrom(...Object.values(spaces)),
  count: fc.integer({ min: 1, max: 4 }),
  trees: fc.integer({ min: 1, max: 5 }),
  depth: fc.integer({ min: 1, max: 3 }),
  mean: fc.constantFrom(-0.3, 0, 0.3),
  relaxChecks: fc.integer({ min: 0, max: 2 }),
});

describe("the boxes of a region", () => {
  it("hold each accepted cell of the arrangement of all thresholds once, and say of it what is true", () => {
    fc.assert(
      fc.property(cases, ({ seed, axes, count, relaxChecks, ...options }) => {
        const rng = createRng(seed, "test");
        const size = axes.length < 4 ? options : { ...options, trees: Math.min(options.trees, 2) };
        const classifiers = Array.from({ length: axes.length < 4 ? count : Math.min(count, 2) }, () =>
          randomTrees(rng, axes, size),
        );
        const boxes = boxesOf(axes, classifiers, relaxChecks);
        for (const { point } of arrangement(axes, classifiers)) {
          const holders = boxes.filter((box) => contains(box, point));
          const accepted = refusals(classifiers, point) <= relaxChecks;
          expect(holders.length).toBeLessThanOrEqual(1);
          if (accepted) expect(holders).toHaveLength(1);
          for (const box of holders) expectVerdictsToHold(box, classifiers, point);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("are disjoint and cover what is accepted where they cannot all be decided", () => {
    const axes = cube(12);
    const rng = createRng(5, "test");
    const classifiers = Array.from({ length: 4 }, () => randomTrees(rng, axes, { trees: 60, depth: 4 }));
    const boxes = boxesOf(axes, classifiers, 0);
    expect(boxes.some(({ undecided }) => undecided.length > 0)).toBe(true);
    let inside = 0;
    for (let i = 0; i < 1000; i++) {
      const point = randomPoint(rng, axes);
      const holders = boxes.filter((box) => contains(box, point));
      expect(holders.length).toBeLessThanOrEqual(1);
      if (refusals(classifiers, point) === 0) expect(holders).toHaveLength(1);
      for (const box of holders) expectVerdictsToHold(box, classifiers, point);
      inside += holders.length;
    }
    const volume = boxes.reduce((sum, box) => sum + box.volume, 0);
    expect(Math.abs(inside / 1000 - volume)).toBeLessThan(5 * Math.sqrt((volume * (1 - volume)) / 1000) + 1e-9);
  });

  it("leave at most a fiftieth undecided where they can", () => {
    const axes = cube(2);
    const rng = createRng(6, "test");
    const classifiers = Array.from({ length: 6 }, () => randomTrees(rng, axes, { trees: 30, mean: 0.05 }));
    const boxes = boxesOf(axes, classifiers, 0);
    const volume = (undecided: boolean) =>
      boxes.filter((box) => box.undecided.length > 0 === undecided).reduce((sum, box) => sum + box.volume, 0);
    expect(volume(false)).toBeGreaterThan(0);
    expect(volume(true)).toBeLessThanOrEqual(0.02 * volume(false));
  });
});
