import { boolean, categorical, float, int, normal, ordinal, searchSpace, vector } from "@shac/core";
import fc from "fast-check";
import { expect, it } from "vitest";

it("decodes values of the exact type", () => {
  const choices = ["1", 1, true, null, "null", false, "", 0] as const;
  const axis = searchSpace({ x: categorical(choices) }).axes[0];
  expect(choices.map((_, i) => axis?.decode((i + 0.5) / choices.length))).toEqual(choices);
});

it("puts stepped floats on the numbers that their decimal text reads as", () => {
  const scaled = fc.record({
    first: fc.integer({ min: -1e6, max: 1e6 }),
    stride: fc.integer({ min: 1, max: 1e4 }),
    steps: fc.integer({ min: 1, max: 1000 }),
    decimals: fc.integer({ min: 0, max: 9 }),
    spare: fc.double({ min: 0, max: 0.9, noNaN: true }),
  });
  fc.assert(
    fc.property(scaled, ({ first, stride, steps, decimals, spare }) => {
      const read = (integer: number) => Number(`${integer}e-${decimals}`);
      const high = read(first + (steps + spare) * stride);
      const space = searchSpace({ x: float(read(first), high, { step: read(stride) }) });
      expect(space.axes[0]?.cells).toBe(steps + 1);
      for (let i = 0; i <= steps; i += Math.ceil(steps / 7)) {
        const { x } = space.decode(Float64Array.of((i + 0.5) / (steps + 1)));
        expect(x).toBe(read(first + i * stride));
      }
    }),
  );
});

it("keeps steps that are no decimals within the range and without drift", () => {
  const space = searchSpace({ x: float(1 / 3, 1 / 3 + 100, { step: 1 / 7 }) });
  expect(space.axes[0]?.cells).toBe(701);
  expect(space.decode(Float64Array.of(0.9999)).x).toBeCloseTo(1 / 3 + 100, 12);
  expect(space.decode(Float64Array.of(0.9999)).x).toBeLessThanOrEqual(1 / 3 + 100);
});

it.each([
  [0.1, 0.3, 0.1, 3],
  [0.1, 0.3, 0.2, 2],
  [0.1, 0.7, 0.1, 7],
  [1000, 1000.3, 0.1, 4],
  [0, 0.57, 0.01, 58],
  [0, 1, 0.3, 4],
  [-0.3, 0.3, 0.1, 7],
  [1e-9, 5e-9, 1e-9, 5],
  [0, Math.PI, 0.1, 32],
])("counts %d .. %d in steps of %d as %d values", (low, high, step, count) => {
  expect(searchSpace({ x: float(low, high, { step }) }).axes[0]?.cells).toBe(count);
});

it("stays within the bounds at both ends of the cube", () => {
  const bound = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
  const bounds = fc.tuple(bound, bound);
  fc.assert(
    fc.property(
      bounds,
      fc.boolean(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      ([a, b], log, u) => {
        fc.pre(Math.log(a) !== Math.log(b));
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const space = searchSpace({ x: float(low, high, { log }) });
        for (const at of [0, u, 1 - 2 ** -53]) {
          const { x } = space.decode(Float64Array.of(at));
          expect(x).toBeGreaterThanOrEqual(low);
          expect(x).toBeLessThanOrEqual(high);
        }
      },
    ),
  );
});

it("gives vectors as lists in the order of their axes", () => {
  const space = searchSpace({ a: boolean(), units: vector(int(1, 4), 3), acts: vector(categorical(["x", "y"]), 1) });
  expect(space.axes.map((axis) => axis.name)).toEqual(["a", "units[0]", "units[1]", "units[2]", "acts[0]"]);
  expect(space.decode(Float64Array.of(0.9, 0.1, 0.3, 0.9, 0.9))).toEqual({ a: true, units: [1, 2, 4], acts: ["y"] });
});

it("says of each axis whether it is ordered and how many cells it has", () => {
  const space = searchSpace({
    a: categorical(["x", "y", "z"]),
    b: ordinal(["x", "y", "z"]),
    c: int(5, 5),
    d: float(0, 1),
    e: normal(0, 1),
    f: int(1, 9, { log: true }),
  });
  expect(space.axes.map(({ ordered, cells }) => [ordered, cells])).toEqual([
    [false, 3],
    [true, 3],
    [true, 1],
    [true, 0],
    [true, 0],
    [true, 0],
  ]);
});
