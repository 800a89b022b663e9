import { describe, expect, it } from "vitest";
import { type Climb, climb } from "../../../dist/sampler/gaussian-process/climb.js";

/** What climb takes in two dimensions, from (-1.2, 1) within [-2, 2]. */
const from = (given: Partial<Climb> = {}): Climb => ({
  start: Float64Array.of(-1.2, 1),
  lower: Float64Array.of(-2, -2),
  upper: Float64Array.of(2, 2),
  inverseHessian: Float64Array.of(0.01, 0, 0, 0.01),
  evaluations: 100,
  longest: 1,
  ...given,
});

/** Minus Rosenbrock's function, whose top, 0, is at (1, 1). */
function ridge() {
  let at = [0, 0];
  let values = 0;
  return {
    value(point: Float64Array) {
      const [x = 0, y = 0] = point;
      at = [x, y];
      values++;
      return -100 * (y - x * x) ** 2 - (1 - x) ** 2;
    },
    gradient() {
      const [x = 0, y = 0] = at;
      return Float64Array.of(400 * x * (y - x * x) + 2 * (1 - x), -200 * (y - x * x));
    },
    asked: () => values,
  };
}

describe("climb", () => {
  it("finds the top of a bent ridge", () => {
    const { x, value } = climb(ridge(), from());
    expect(value).toBeGreaterThan(-1e-8);
    expect(Math.hypot((x[0] as number) - 1, (x[1] as number) - 1)).toBeLessThan(1e-3);
  });

  it("stays within bounds, and finds the top there", () => {
    const { x } = climb(ridge(), from({ upper: Float64Array.of(0.5, 2) }));
    expect(x[0]).toBe(0.5);
    expect(x[1]).toBeCloseTo(0.25, 4);
  });

  it("asks for no more values than it may, and never ends lower than it started", () => {
    for (const evaluations of [1, 2, 5, 20]) {
      const hill = ridge();
      const { value } = climb(hill, from({ evaluations }));
      expect(hill.asked()).toBeLessThanOrEqual(evaluations);
      expect(value).toBeGreaterThanOrEqual(-24.2000001);
    }
  });

  it("turns back from where there is no value", () => {
    const hill = ridge();
    const value = (point: Float64Array) => ((point[0] as number) > 0.2 ? -Infinity : hill.value(point));
    const top = climb({ ...hill, value }, from());
    expect(top.x[0]).toBeLessThanOrEqual(0.2);
    expect(top.value).toBeGreaterThan(-4);
    expect(climb({ ...hill, value: () => -Infinity }, from()).x).toEqual(from().start);
  });
});
