import {
  accepts,
  categorical,
  float,
  InvalidOptionError,
  int,
  margin,
  searchSpace,
  trainBoostedTrees,
} from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { naiveLeaf, naiveTrees } from "./naive-trees.js";
import { trainingSets } from "./trees-arbitrary.js";

const line = (...coordinates: number[]) => coordinates.map((x) => Float64Array.of(x));

describe("boosted trees", () => {
  it("equal those grown by trying every split from scratch", () => {
    fc.assert(
      fc.property(trainingSets, ({ points, labels, options }) => {
        const ensemble = trainBoostedTrees(points, labels, options);
        const naive = naiveTrees(points, labels, options);
        for (const point of points) {
          const expected = naive.reduce((sum, tree) => sum + naiveLeaf(tree, point), 0);
          expect(margin(ensemble, point)).toBe(expected);
        }
      }),
    );
  });

  it("do not depend on the order of the points", () => {
    fc.assert(
      fc.property(trainingSets, fc.infiniteStream(fc.nat()), ({ points, labels, options }, keys) => {
        const order = points
          .map((_, i) => ({ i, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ i }) => i);
        const shuffled = trainBoostedTrees(
          order.map((i) => points[i] as Float64Array),
          Uint8Array.from(order, (i) => labels[i] as number),
          options,
        );
        expect(shuffled).toEqual(trainBoostedTrees(points, labels, options));
      }),
    );
  });

  it("decide alike when a coordinate is stretched, as long as its order stays", () => {
    fc.assert(
      fc.property(trainingSets, ({ points, labels, options }) => {
        const stretched = points.map((point) => point.map((x, axis) => (axis === 0 ? x * x * x : x)));
        const before = trainBoostedTrees(points, labels, options);
        const after = trainBoostedTrees(stretched, labels, options);
        expect(stretched.map((point) => margin(after, point))).toEqual(points.map((point) => margin(before, point)));
      }),
    );
  });

  it("are as many as asked for and no deeper than asked for", () => {
    fc.assert(
      fc.property(trainingSets, ({ points, labels, options }) => {
        const { roots, feature, left } = trainBoostedTrees(points, labels, options);
        const depth = (node: number): number =>
          feature[node] === -1 ? 0 : 1 + Math.max(...[0, 1].map((side) => depth((left[node] as number) + side)));
        expect(roots).toHaveLength(options.rounds);
        expect(Math.max(...Array.from(roots, depth))).toBeLessThanOrEqual(options.maxDepth);
      }),
    );
  });

  it("mirror the labels", () => {
    const points = line(0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9);
    const labels = Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0);
    const trees = trainBoostedTrees(points, labels);
    expect(points.map((point) => accepts(trees, point))).toEqual(Array.from(labels, (label) => label === 1));
  });

  it("never split fewer than eight points by default, since either side must weigh 1 and a point weighs a quarter", () => {
    const points = line(0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.9);
    const trees = trainBoostedTrees(points, Uint8Array.of(1, 1, 1, 0, 0, 0, 0));
    expect(trees.feature).toEqual(new Int32Array(200).fill(-1));
  });

  it("part neighbouring numbers, whose mean is one of them", () => {
    const next = 0.5 + 2 ** -53;
    for (const [low, high] of [
      [0.5, next],
      [next, next + 2 ** -53],
    ] as const) {
      const points = line(low, low, low, low, high, high, high, high);
      const trees = trainBoostedTrees(points, Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0));
      expect(accepts(trees, Float64Array.of(low))).toBe(true);
      expect(accepts(trees, Float64Array.of(high))).toBe(false);
    }
  });
});

describe("thresholds on the axes of a space", () => {
  const space = searchSpace({ layers: int(1, 6), rate: float(0, 1), kind: categorical(["a", "b", "c"]) });

  it("fall on cell edges, so that a cell is decided as a whole", () => {
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const draws = fc.tuple(unit, unit, unit).map((u) => Float64Array.from(u));
    fc.assert(
      fc.property(
        fc.array(fc.record({ point: draws, label: fc.constantFrom(0, 1) }), { minLength: 16, maxLength: 40 }),
        fc.array(draws, { maxLength: 20 }),
        (rows, others) => {
          const points = rows.map((row) => space.snap(row.point));
          const labels = Uint8Array.from(rows, (row) => row.label);
          const plain = trainBoostedTrees(points, labels, { rounds: 10 });
          const onEdges = trainBoostedTrees(points, labels, { rounds: 10 }, space.axes);
          for (const [node, axis] of onEdges.feature.entries()) {
            const edge = onEdges.threshold[node] as number;
            if (axis !== -1) expect(space.axes[axis]?.edge(edge)).toBe(edge);
          }
          expect(points.map((p) => margin(onEdges, p))).toEqual(points.map((p) => margin(plain, p)));
          expect(others.map((p) => margin(onEdges, p))).toEqual(others.map((p) => margin(onEdges, space.snap(p))));
        },
      ),
    );
  });
});

describe("training refuses", () => {
  const points = line(0.1, 0.9);
  const labels = Uint8Array.of(0, 1);

  it.each([
    ["rounds", 0],
    ["rounds", 2.5],
    ["maxDepth", 0],
    ["maxDepth", 33],
    ["learningRate", 0],
    ["learningRate", 1.1],
    ["minChildWeight", -1],
    ["lambda", Number.NaN],
    ["gamma", Infinity],
  ])("%s = %s", (name, value) => {
    const train = () => trainBoostedTrees(points, labels, { [name]: value });
    expect(train).toThrow(InvalidOptionError);
    expect(train).toThrow(`Booster option ${name} is ${value}; it must be`);
  });

  it("an unknown option, and lists the known ones", () => {
    expect(() => trainBoostedTrees(points, labels, { eta: 0.3 } as object)).toThrow(/"eta"; the options are rounds, /);
  });

  it("points and labels that do not fit together", () => {
    expect(() => trainBoostedTrees([], new Uint8Array(0))).toThrow("There is no point to train on");
    expect(() => trainBoostedTrees(points, Uint8Array.of(1))).toThrow("There are 2 points but 1 labels");
    expect(() => trainBoostedTrees(line(0.1, Number.NaN), labels)).toThrow("Point 1 is [NaN]");
    expect(() => trainBoostedTrees([Float64Array.of(0.1), Float64Array.of(0.1, 0.2)], labels)).toThrow(
      InvalidOptionError,
    );
    expect(() => trainBoostedTrees(points, labels, {}, [])).toThrow("Points have 1 coordinates but 0 axes were given");
  });
});
