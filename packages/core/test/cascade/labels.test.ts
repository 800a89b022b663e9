import fc from "fast-check";
import { expect, it } from "vitest";
import { betterThanMedian } from "../../dist/cascade/labels.js";

const feasible = (...losses: number[]) => losses.map((loss) => ({ loss, violation: 0 }));
const labels = (observations: { loss: number; violation: number }[]) => [...betterThanMedian(observations)];

it("labels what is strictly below the median", () => {
  expect(labels(feasible(4, 1, 3, 2))).toEqual([0, 1, 0, 1]);
  expect(labels(feasible(3, 1, 2))).toEqual([0, 1, 0]);
});

it("labels no point that ties with the median", () => {
  expect(labels(feasible(1, 1, 1, 1, 2, 3))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(labels(feasible(2, 2, 2))).toEqual([0, 0, 0]);
  expect(labels(feasible(0, -0))).toEqual([0, 0]);
});

it("takes a failed trial for worse than all others", () => {
  const failed = Infinity;
  expect(labels(feasible(failed, 5, failed, 7))).toEqual([0, 1, 0, 1]);
  expect(labels(feasible(failed, 5, failed, failed))).toEqual([0, 1, 0, 0]);
  expect(labels(feasible(failed, failed))).toEqual([0, 0]);
});

it("tells neighbouring and huge losses apart", () => {
  expect(labels(feasible(1, 1 + Number.EPSILON))).toEqual([1, 0]);
  expect(labels(feasible(1.7e308, 1.6e308))).toEqual([0, 1]);
});

it("prefers less violation to less loss", () => {
  expect(
    labels([
      { loss: 0, violation: 2 },
      { loss: 9, violation: 0 },
      { loss: Infinity, violation: 0 },
      { loss: 1, violation: 1 },
    ]),
  ).toEqual([0, 1, 1, 0]);
});

it("agrees with the plain median of finite losses", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }), (losses) => {
      const sorted = losses.toSorted((a, b) => a - b);
      const at = (k: number) => sorted[k] as number;
      const half = sorted.length / 2;
      const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2;
      expect(labels(feasible(...losses))).toEqual(losses.map((loss) => (loss < median ? 1 : 0)));
    }),
  );
});
