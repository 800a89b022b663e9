import {
  createRng,
  customParameter,
  describeSpace,
  InvalidSpaceError,
  type JsonObject,
  searchSpace,
  spaceFromJson,
  vector,
} from "@shac/core";
import { expect, it } from "vitest";

const wrong = (value: unknown): never => value as never;

/** 2^from ... 2^to, each as likely. */
const powerOfTwo = customParameter({
  kind: "power-of-two",
  cells: ({ from, to }: { from: number; to: number }) => to - from + 1,
  fromUnit: (u, { from, to }) => 2 ** Math.floor(from + u * (to - from + 1)),
  toUnit: (value: number, { from, to }) => (Math.log2(value) - from) / (to - from + 1),
});

/** Exponential by its inverse CDF. */
const exponential = customParameter({
  kind: "exponential",
  fromUnit: (u, { rate }: { rate: number }) => {
    if (!(rate > 0)) throw new RangeError("a rate is above 0");
    return Math.log(1 / (1 - u)) / rate;
  },
  toUnit: (value: number, { rate }) => 1 - Math.exp(-value * rate),
});

/** Values that are objects. */
const corner = customParameter({
  kind: "corner",
  cells: () => 4,
  fromUnit: (u) => ({ x: u >= 0.5, y: (u * 2) % 1 >= 0.5 }),
  toUnit: ({ x, y }: { x: boolean; y: boolean }) => (Number(x) * 2 + Number(y)) / 4,
});

const space = searchSpace({
  width: powerOfTwo({ from: 3, to: 10 }),
  wait: exponential({ rate: 2 }),
  corners: vector(corner({}), 2),
});

it("maps values to coordinates and back", () => {
  const point = Float64Array.of(0.99, 0.5, 0.3, 0.9);
  const params = space.decode(point);
  expect(params).toEqual({
    width: 1024,
    wait: Math.log(2) / 2,
    corners: [
      { x: false, y: true },
      { x: true, y: true },
    ],
  });
  expect([...space.encode(params)]).toEqual([...space.snap(point)]);
  expect(space.axes.map(({ cells }) => cells)).toEqual([8, 0, 4, 4]);
});

it("has the prior that it is given", () => {
  const rng = createRng(3, "custom");
  const draws = Array.from({ length: 10_000 }, () => space.decode(Float64Array.from(space.axes, () => rng.next())));
  const mean = draws.reduce((sum, { wait }) => sum + wait, 0) / draws.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
  for (let power = 3; power <= 10; power++) {
    const share = draws.filter(({ width }) => width === 2 ** power).length / draws.length;
    expect(Math.abs(share - 1 / 8)).toBeLessThan(0.015);
  }
});

it("encodes every value of its cells", () => {
  for (let power = 3; power <= 10; power++) {
    const params = {
      width: 2 ** power,
      wait: 0,
      corners: [
        { x: true, y: false },
        { y: true, x: false },
      ],
    };
    expect(space.decode(space.encode(wrong(params)))).toEqual(params);
  }
});

it("is read from JSON by its kind", () => {
  const json = JSON.parse(JSON.stringify(space)) as JsonObject;
  expect(json.parameters).toEqual([
    { name: "width", kind: "power-of-two", options: { from: 3, to: 10 } },
    { name: "wait", kind: "exponential", options: { rate: 2 } },
    { name: "corners", kind: "vector", length: 2, item: { kind: "corner", options: {} } },
  ]);
  const again = spaceFromJson(json);
  expect(again.decode(Float64Array.of(0.2, 0.5, 0.3, 0.9))).toEqual(space.decode(Float64Array.of(0.2, 0.5, 0.3, 0.9)));
  expect(describeSpace(json)).toEqual([
    'width: power-of-two {"from":3,"to":10}',
    'wait: exponential {"rate":2}',
    "corners: 2 x corner {}",
  ]);
});

it("says what to do about a kind that is not registered", () => {
  const json = { parameters: [{ name: "x", kind: "unheard-of", options: {} }] };
  expect(() => spaceFromJson(json)).toThrow(
    new InvalidSpaceError(
      'Parameter "x": its kind "unheard-of" is not registered; import the module that calls customParameter for it first.',
    ),
  );
});

it("may be registered again, as when a module is loaded anew", () => {
  const define = (factor: number) =>
    customParameter({ kind: "again", fromUnit: (u) => u * factor, toUnit: (value: number) => value / factor });
  const [first] = [define(1), define(2)];
  expect(searchSpace({ x: first({}) }).decode(Float64Array.of(0.5))).toEqual({ x: 0.5 });
  const json = { parameters: [{ name: "x", kind: "again", options: {} }] };
  expect(spaceFromJson(json).decode(Float64Array.of(0.5))).toEqual({ x: 1 });
});

it("refuses options and values that do not fit", () => {
  const params = space.decode(Float64Array.of(0.5, 0.5, 0.5, 0.5));
  expect(() => space.encode({ ...params, width: 100 })).toThrow(
    'Parameter "width": 100 is no power-of-two of {"from":3,"to":10}; give one of its values.',
  );
  expect(() => space.encode({ ...params, width: 4096 })).toThrow('Parameter "width": 4096 is no power-of-two');
  expect(() => space.encode({ ...params, wait: -1 })).toThrow('Parameter "wait": -1 is no exponential');
  expect(() => space.encode({ ...params, wait: wrong("long") })).toThrow('Parameter "wait": "long" is no exponential');
  expect(() => space.encode({ ...params, corners: wrong([null, null]) })).toThrow(
    /Parameter "corners\[0\]": null is no corner: Cannot destructure/,
  );
  expect(() => searchSpace({ wait: exponential({ rate: -1 }) })).toThrow(
    new InvalidSpaceError('Parameter "wait": exponential refuses the options {"rate":-1}: a rate is above 0'),
  );
  expect(() => searchSpace({ width: powerOfTwo({ from: 3, to: 1 }) })).toThrow(
    'Parameter "width": power-of-two has -1 cells; make it an integer from 1 to 2^48.',
  );
  expect(() => searchSpace({ wait: exponential(wrong({ rate: () => 1 })) })).toThrow(
    'Parameter "wait": exponential refuses the options {}: JSON cannot hold () => 1 (at $.rate)',
  );
});
