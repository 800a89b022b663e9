import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smoothGrid } from "../../../src/client/charts/contour/smooth-grid.js";
import { bestSoFar, stepLine } from "../../../src/client/charts/data/best-so-far.js";
import { goodness } from "../../../src/client/charts/data/goodness.js";
import { quantile, sortNumbers } from "../../../src/client/charts/data/quantile.js";
import { rampBins } from "../../../src/client/charts/data/ramp-bins.js";
import { thinPoints } from "../../../src/client/charts/data/thin-points.js";
import { countKinds, isFeasible, trialKind } from "../../../src/client/charts/data/trial-kind.js";

const trial = fc.record({
  state: fc.constantFrom("waiting", "running", "complete", "failed", "pruned"),
  value: fc.oneof(fc.double(), fc.constant(null), fc.integer({ min: -3, max: 3 })),
  infeasible: fc.boolean(),
});
const columns = fc.array(trial, { maxLength: 60 }).map((trials) => ({
  count: trials.length,
  state: trials.map(({ state }) => state),
  value: trials.map(({ value }) => value),
  infeasible: trials.map(({ infeasible }) => infeasible),
}));

describe("bestSoFar", () => {
  it("has a step at each trial that is better than all feasible ones before it, and nowhere else", () => {
    fc.assert(
      fc.property(columns, fc.constantFrom("minimize", "maximize"), (given, direction) => {
        const { trials, values } = bestSoFar(given, direction);
        const counted = (i: number): boolean =>
          given.state[i] === "complete" && !given.infeasible[i] && Number.isFinite(given.value[i] ?? Number.NaN);
        const expected = given.value.flatMap((value, i) => {
          const before = given.value.slice(0, i).filter((_, j) => counted(j)) as number[];
          const better = (other: number) =>
            direction === "minimize" ? (value as number) < other : (value as number) > other;
          return counted(i) && before.every(better) ? [i] : [];
        });
        expect(trials).toEqual(expected);
        expect(values.map((value) => value + 0)).toEqual(expected.map((i) => (given.value[i] as number) + 0));
      }),
    );
  });

  it("becomes a line that keeps each value until the next", () => {
    expect(stepLine([2, 5], [9, 4], 8)).toEqual([
      [2, 5, 5, 8],
      [9, 9, 4, 4],
    ]);
    expect(stepLine([], [], 8)).toEqual([[], []]);
  });
});

describe("kinds of trials", () => {
  it("gives each trial one kind, and counts all of them", () => {
    fc.assert(
      fc.property(columns, (given) => {
        const kinds = given.state.map((_, i) => trialKind(given, i));
        const counts = countKinds(given);
        for (const [kind, count] of Object.entries(counts))
          expect(kinds.filter((each) => each === kind)).toHaveLength(count);
      }),
    );
  });

  it("tells imported trials apart, and those without a value that JSON can carry", () => {
    const given = { count: 2, state: ["complete", "complete"] as const, value: [1, null], infeasible: [false, false] };
    expect(trialKind({ ...given, batch: [-1, 0] }, 0)).toBe("imported");
    expect(trialKind({ ...given, batch: [-1, 0] }, 1)).toBe("open");
  });
});

describe("thinPoints", () => {
  it("keeps the last point of each square, in order, and none outside", () => {
    const point = fc.tuple(fc.double({ min: -5, max: 25 }), fc.double({ min: -5, max: 25 }));
    fc.assert(
      fc.property(fc.array(point, { maxLength: 80 }), fc.constantFrom(1, 3), (points, cell) => {
        const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
        const square = (i: number): string => `${Math.floor((xs[i] ?? 0) / cell)} ${Math.floor((ys[i] ?? 0) / cell)}`;
        const inside = (i: number): boolean =>
          [xs[i] ?? 0, ys[i] ?? 0].every((at) => at >= 0 && Math.floor(at / cell) <= Math.floor(20 / cell));
        const last = new Map(points.flatMap((_, i) => (inside(i) ? [[square(i), i] as const] : [])));
        expect([...thinPoints(xs, ys, 20, 20, cell)]).toEqual([...last.values()].sort((a, b) => a - b));
      }),
    );
  });

  it("leaves out points without a place", () => {
    expect([...thinPoints([1, Number.NaN, 2], [1, 1, Number.POSITIVE_INFINITY], 10, 10)]).toEqual([0]);
  });
});

describe("quantile", () => {
  it("lies between the numbers around its place", () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([3], 0.9)).toBe(3);
    expect(quantile([0, 10, 20], 0.5)).toBe(10);
    expect(quantile([0, 10, 20], 0.75)).toBe(15);
  });

  it("takes finite numbers alone", () => {
    expect([...sortNumbers([3, null, Number.NaN, -1, Number.POSITIVE_INFINITY, 2])]).toEqual([-1, 2, 3]);
  });
});

describe("goodness", () => {
  it("is the share of the other feasible trials that are worse, those that are equal counting half", () => {
    fc.assert(
      fc.property(columns, fc.constantFrom("minimize", "maximize"), (given, direction) => {
        const shares = goodness(given, direction);
        const feasible = given.value.flatMap((value, i) =>
          isFeasible(given, i) ? [{ i, value: value as number }] : [],
        );
        for (const { i, value } of feasible) {
          const others = feasible.filter((other) => other.i !== i);
          const worse = others.filter((other) =>
            direction === "minimize" ? other.value > value : other.value < value,
          );
          const equal = others.filter((other) => other.value === value);
          const share = others.length === 0 ? 1 : (worse.length + equal.length / 2) / others.length;
          expect(shares[i]).toBeCloseTo(share);
        }
        expect(shares.filter((share) => !Number.isNaN(share))).toHaveLength(feasible.length);
      }),
    );
  });
});

describe("rampBins", () => {
  it("puts each finite share into the one bin that covers it", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double({ min: 0, max: 1 }), fc.constant(Number.NaN))), (shares) => {
        const bins = rampBins(shares);
        const finite = shares.flatMap((share, i) => (Number.isNaN(share) ? [] : [i]));
        expect(bins.flatMap(({ indices }) => indices).sort((a, b) => a - b)).toEqual(finite);
        for (const { share, indices } of bins) {
          for (const i of indices) expect(Math.abs((shares[i] ?? 0) - share)).toBeLessThanOrEqual(1 / 15);
        }
      }),
    );
  });
});

describe("smoothGrid", () => {
  it("is the mean of all values weighted by a Gaussian of their distance", () => {
    const point = fc.record({
      x: fc.integer({ min: 0, max: 6 }),
      y: fc.integer({ min: 0, max: 4 }),
      value: fc.integer({ min: -9, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), fc.constantFrom(0, 0.8, 2), (points, across) => {
        const [x, y] = [
          { cells: 7, bandwidth: across },
          { cells: 5, bandwidth: 1.5 },
        ];
        const { means } = smoothGrid(
          points.map(({ x }) => x),
          points.map(({ y }) => y),
          points.map(({ value }) => value),
          x,
          y,
        );
        const near = (distance: number, bandwidth: number): number =>
          bandwidth === 0 ? Number(distance === 0) : Math.exp(-0.5 * (distance / bandwidth) ** 2);
        means.forEach((mean, cell) => {
          const weights = points.map(
            (each) => near(each.x - (cell % 7), across) * near(each.y - Math.floor(cell / 7), 1.5),
          );
          const sum = weights.reduce((total, weight) => total + weight, 0);
          const expected = weights.reduce((total, weight, i) => total + (weight * (points[i]?.value ?? 0)) / sum, 0);
          if (sum < 0.05) expect(mean).toBeNaN();
          else expect(mean).toBeCloseTo(expected, 8);
        });
      }),
    );
  });
});
