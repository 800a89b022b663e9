import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatParameter, parameterAxis } from "../../../src/client/charts/scale/parameter-axis.js";
import { choiceAxis, extent, numberAxis } from "../../../src/client/charts/scale/scale.js";
import { tickLabels } from "../../../src/client/charts/scale/tick-labels.js";

const kinds = fc.constantFrom("linear" as const, "log" as const, "symlog" as const);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0, 1e300, -1.7e308, 1.7e308, 5e-324, 1e16, 1e16 + 2),
);

describe("an axis of numbers", () => {
  it("maps any range, a single value too, into its pixels in rising order", () => {
    fc.assert(
      fc.property(number, number, kinds, (a, b, kind) => {
        fc.pre(kind !== "log" || (a > 1e-300 && b > 1e-300));
        const scale = numberAxis("x", [a, b], kind).place(10, 210, 6);
        const [low, high] = [scale.map(Math.min(a, b)), scale.map(Math.max(a, b))];
        expect(low).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(high).toBeLessThanOrEqual(210 + 1e-6);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it("has few ticks, each inside with a text of its own", () => {
    fc.assert(
      fc.property(number, number, kinds, fc.integer({ min: 1, max: 20 }), (a, b, kind, count) => {
        fc.pre(kind !== "log" || (a > 1e-300 && b > 1e-300));
        const scale = numberAxis("x", [a, b], kind).place(0, 200, count);
        expect(scale.ticks.length).toBeLessThanOrEqual(3 * count + 10);
        expect(new Set(scale.ticks.map(({ label }) => label)).size).toBe(scale.ticks.length);
        for (const { value } of scale.ticks) {
          expect(scale.map(value)).toBeGreaterThanOrEqual(-1);
          expect(scale.map(value)).toBeLessThanOrEqual(201);
        }
      }),
    );
  });

  it("finds the value of a pixel", () => {
    const scale = numberAxis("x", [0.001, 1000], "log").place(0, 600, 6);
    expect(scale.map(1)).toBeCloseTo(300);
    expect(scale.invert(300)).toBeCloseTo(1);
    expect(scale.ticks.map(({ label }) => label)).toEqual(["0.001", "0.01", "0.1", "1", "10", "100", "1000"]);
  });

  it("has no place for what a logarithm does not take", () => {
    expect(numberAxis("x", [1, 10], "log").place(0, 100, 4).map(0)).toBeNaN();
    expect(numberAxis("x", [1, 10]).place(0, 100, 4).map(Number.NaN)).toBeNaN();
  });
});

describe("axes of parameters", () => {
  it("give each choice a band", () => {
    const scale = choiceAxis("x", ["a", "b", "c", "d"]).place(0, 400, 2);
    expect(scale.ticks.map(({ value, label }) => [scale.map(value), label])).toEqual([
      [50, "a"],
      [150, "b"],
      [250, "c"],
      [350, "d"],
    ]);
  });

  it("span the range of the parameter, or what was tried where it has none", () => {
    const free = parameterAxis({ name: "w", kind: "normal", log: false }, [null, 3, -2]).place(0, 100, 4);
    expect([free.map(-2), free.map(3)]).toEqual([0, 100]);
    const set = parameterAxis({ name: "lr", kind: "float", log: true, min: 1e-4, max: 1 }, [0.1]).place(0, 100, 4);
    expect(set.map(1e-2)).toBeCloseTo(50);
  });

  it("say values as they were chosen", () => {
    const choices = { name: "w", kind: "categorical", log: false, choices: ["<b>", true] } as const;
    expect([0, 1, null].map((value) => formatParameter(choices, value))).toEqual(["<b>", "true", "not active"]);
  });
});

describe("ticks as text", () => {
  it("are short, and tell apart what differs in late digits", () => {
    expect(tickLabels([-0.1, 0, 0.30000000000000004])).toEqual(["-0.1", "0", "0.3"]);
    expect(tickLabels([1.5e-7, 2e9])).toEqual(["1.5e-7", "2e9"]);
    expect(tickLabels([1000.001, 1000.002])).toEqual(["1000.001", "1000.002"]);
  });

  it("find the ends of what is a number", () => {
    expect(extent([null, Number.NaN, 2, Number.NEGATIVE_INFINITY, -1])).toEqual([-1, 2]);
    expect(extent([null])).toBeUndefined();
  });
});
