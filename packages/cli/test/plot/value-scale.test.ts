import { describe, expect, it } from "vitest";
import { formatAlong } from "../../dist/output/format.js";
import { valueScale } from "../../dist/plot/value-scale.js";

describe("the scale of a history", () => {
  it("reaches from the best value to the worst, when none is far off", () => {
    const scale = valueScale([4, 1, 2, 5], "minimize");
    expect([scale.isLogarithmic, scale.low, scale.high]).toEqual([false, 1, 5]);
    expect([1, 2, 5].map((value) => scale.position(value))).toEqual([0, 0.25, 1]);
    expect([0, 0.25, 1].map((position) => scale.at(position))).toEqual([1, 2, 5]);
  });

  it("leaves out what is far worse than most, never what is better", () => {
    const most = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(valueScale([...most, 900], "minimize")).toMatchObject({ low: 1, high: 13 });
    expect(valueScale([...most, -900], "minimize")).toMatchObject({ low: -900, high: 8 });
    expect(valueScale([...most, 900], "maximize")).toMatchObject({ high: 900 });
    expect(valueScale([...most, -900], "maximize").position(-900)).toBeLessThan(0);
  });

  it("is logarithmic when positive values differ a thousandfold", () => {
    const scale = valueScale([1e-6, 1, 1e-3], "minimize");
    expect(scale.isLogarithmic).toBe(true);
    expect(scale.position(1e-3)).toBeCloseTo(0.5, 12);
    expect(scale.at(0.5)).toBeCloseTo(1e-3, 12);
    expect(valueScale([0, 1, 1e6], "minimize").isLogarithmic).toBe(false);
  });

  it("holds equal values, and the largest and least that there are", () => {
    expect(valueScale([2, 2], "minimize").position(2)).toBe(0.5);
    const scale = valueScale([-1.7e308, 1.7e308], "minimize");
    expect([-1.7e308, 0, 1.7e308].map((value) => scale.position(value))).toEqual([0, 0.5, 1]);
    expect([scale.at(0), scale.at(1)]).toEqual([-1.7e308, 1.7e308]);
  });
});

describe("numbers along a scale", () => {
  it("have as many digits as it takes to tell them apart", () => {
    expect(formatAlong(0, 1, [0, 0.123456])).toEqual(["0", "0.1235"]);
    expect(formatAlong(1_000_000, 1_000_001, [1_000_000.25, 1_000_001])).toEqual(["1000000.25", "1000001"]);
    expect(formatAlong(5, 5, [5])).toEqual(["5"]);
  });
});
