import { type Axis, acceptedRegion, createRng, type Rng, type TreeEnsemble } from "@shac/core";
import { describe, expect, it } from "vitest";
import { unitCube } from "../../dist/region/box.js";
import { BoxSampler } from "../../dist/region/box-sampler.js";
import { GibbsChain } from "../../dist/region/gibbs-chain.js";
import { refineBoxes } from "../../dist/region/partition.js";
import { simplifyTrees } from "../../dist/region/simple-trees.js";
import { chiSquareDeviation } from "./chi-square.js";
import { randomPoint, randomTrees, refusals } from "./random-trees.js";
import { cube, spaces } from "./spaces.js";

const DRAWS = 4000;
/** Exceeded by chance once in 30,000 times; the seeds are fixed. */
const TOLERATED = 4;

function regionOf(axes: readonly Axis[], classifiers: readonly TreeEnsemble[], relaxChecks = 0) {
  let region = acceptedRegion(axes, { relaxChecks });
  for (const trees of classifiers) region = region.refine(trees);
  return region;
}

/** Plain rejection sampling: the definition of what is to be drawn. */
function rejectionSample(
  axes: readonly Axis[],
  classifiers: readonly TreeEnsemble[],
  relaxChecks: number,
  rng: Rng,
): Float64Array[] {
  const points: Float64Array[] = [];
  while (points.length < DRAWS) {
    const point = randomPoint(rng, axes);
    if (refusals(classifiers, point) <= relaxChecks) points.push(point);
  }
  return points;
}

describe.each(Object.entries(spaces))("draws over %s", (name, axes) => {
  it.each([
    { count: 1, relaxChecks: 0, mean: 0 },
    { count: 4, relaxChecks: 0, mean: 0.1 },
    { count: 4, relaxChecks: 1, mean: 0 },
  ])("are those of plain rejection: $count classifiers, $relaxChecks may refuse", ({ count, relaxChecks, mean }) => {
    const rng = createRng(name.length, "test", count, relaxChecks);
    const classifiers = Array.from({ length: count }, () => randomTrees(rng, axes, { mean }));
    const expected = rejectionSample(axes, classifiers, relaxChecks, rng);
    const { points, exact } = regionOf(axes, classifiers, relaxChecks).sample(DRAWS, rng);
    expect(exact).toBe(true);
    expect(points.every((point) => refusals(classifiers, point) <= relaxChecks)).toBe(true);
    expect(points.every((point) => point.every((u, i) => u === axes[i]?.snap(u)))).toBe(true);
    expect(chiSquareDeviation(points, expected)).toBeLessThan(TOLERATED);
  });

  it("stay uniform when each walks on by the chain", () => {
    const rng = createRng(1, "test", 0, name.length);
    const classifiers = Array.from({ length: 3 }, () => randomTrees(rng, axes, { mean: 0.1 }));
    const expected = rejectionSample(axes, classifiers, 1, rng);
    const simple = classifiers.map((trees) => simplifyTrees(trees, axes));
    const chain = new GibbsChain(axes, simple, 1);
    const walked = rejectionSample(axes, classifiers, 1, rng).map((point) => chain.walk(point, 1, rng));
    expect(walked.every((point) => refusals(classifiers, point) <= 1)).toBe(true);
    expect(chiSquareDeviation(walked, expected)).toBeLessThan(TOLERATED);
  });
});

describe("the chi-square test", () => {
  const axes = cube(2);
  const rng = createRng(3, "test");
  const classifiers = [randomTrees(rng, axes, { mean: 0.1 }), randomTrees(rng, axes, { mean: 0.1 })];
  const expected = rejectionSample(axes, classifiers, 0, rng);

  it("catches a sampler that picks boxes without regard to volume", () => {
    let boxes = [unitCube(2)];
    for (const trees of classifiers) boxes = [...refineBoxes(boxes, simplifyTrees(trees, axes), 0)];
    const biased = new BoxSampler(
      axes,
      boxes.map((box) => ({ ...box, volume: 1 })),
      0,
    );
    const points: Float64Array[] = [];
    while (points.length < DRAWS) {
      const point = biased.propose(rng);
      if (point !== undefined) points.push(point);
    }
    expect(chiSquareDeviation(points, expected)).toBeGreaterThan(TOLERATED);
  });

  it("catches a chain that has not yet come far from where it began", () => {
    const chain = new GibbsChain(
      axes,
      classifiers.map((trees) => simplifyTrees(trees, axes)),
      0,
    );
    const start = expected[0] as Float64Array;
    const points = Array.from({ length: DRAWS }, () => {
      const point = chain.walk(start, 1, rng);
      return rng.next() < 0.8 ? point : start;
    });
    expect(chiSquareDeviation(points, expected)).toBeGreaterThan(TOLERATED);
  });

  it("lets a second plain sample pass", () => {
    expect(chiSquareDeviation(rejectionSample(axes, classifiers, 0, rng), expected)).toBeLessThan(TOLERATED);
  });
});

describe("a walk of the chain", () => {
  it("comes to every part of the region that moves along the axes join", () => {
    const axes = cube(3);
    const rng = createRng(4, "test");
    const classifiers = [randomTrees(rng, axes, { mean: 0.4 }), randomTrees(rng, axes, { mean: 0.4 })];
    const expected = rejectionSample(axes, classifiers, 0, rng);
    const chain = new GibbsChain(
      axes,
      classifiers.map((trees) => simplifyTrees(trees, axes)),
      0,
    );
    let point = expected[0] as Float64Array;
    const points = Array.from({ length: DRAWS }, () => {
      point = chain.walk(point, 4, rng);
      return point;
    });
    expect(chiSquareDeviation(points, expected)).toBeLessThan(TOLERATED);
  });

  it("does not depend on the order of the classifiers", () => {
    const axes = spaces["two floats, an int and a categorical"] as readonly Axis[];
    const rng = createRng(5, "test");
    const classifiers = Array.from({ length: 4 }, () => randomTrees(rng, axes, { mean: 0.2 }));
    const start = rejectionSample(axes, classifiers, 0, rng)[0] as Float64Array;
    const simple = classifiers.map((trees) => simplifyTrees(trees, axes));
    const walk = (trees: typeof simple) => new GibbsChain(axes, trees, 0).walk(start, 20, createRng(6, "test"));
    expect(walk(simple)).toEqual(walk(simple.toReversed()));
  });
});
