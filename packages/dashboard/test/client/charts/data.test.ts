import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestSoFar, stepLine } from "../../../src/client/charts/data/best-so-far.js";
import { quantile, sortNumbers } from "../../../src/client/charts/data/quantile.js";
import { thinPoints } from "../../../src/client/charts/data/thin-points.js";
import { countKinds, trialKind } from "../../../src/client/charts/data/trial-kind.js";

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
