import { boolean, float, InvalidSpaceError, int, searchSpace, spaceFromJson } from "@shac/core";
import { expect, it } from "vitest";

const wrong = (value: unknown): never => value as never;

const space = searchSpace({ width: int(1, 10), batch: int(1, 10), deep: boolean() })
  .when("deep", true, { layers: int(2, 5) })
  .where("fits in memory", ({ width, batch, layers = 1 }) => width * batch * layers <= 20);

it("admits the points whose params every constraint accepts", () => {
  const both = space.where("wide", ({ width }) => width > 1);
  expect(space.admits(Float64Array.of(0, 0.99, 0, 0))).toBe(true);
  expect(both.admits(Float64Array.of(0, 0.99, 0, 0))).toBe(false);
  expect(both.admits(Float64Array.of(0.15, 0.99, 0, 0))).toBe(true);
});

it("shows a constraint inactive parameters as absent", () => {
  // 10 x 2, alone and with 5 layers; the hidden coordinate is the same.
  expect(space.admits(Float64Array.of(0.99, 0.15, 0.1, 0.99))).toBe(true);
  expect(space.admits(Float64Array.of(0.99, 0.15, 0.9, 0.99))).toBe(false);
});

it("refuses to encode params that a constraint refuses, by its name", () => {
  expect(() => space.encode({ width: 10, batch: 10, deep: false })).toThrow(
    new InvalidSpaceError(
      'Constraint "fits in memory" refuses {"width":10,"batch":10,"deep":false}; give params for which it holds.',
    ),
  );
});

it("wraps what a predicate throws, and names it", () => {
  const cause = new TypeError("no such thing");
  const throwing = searchSpace({ x: float(0, 1) }).where("breaks", () => {
    throw cause;
  });
  expect(() => throwing.admits(Float64Array.of(0.5))).toThrow(
    new InvalidSpaceError('Constraint "breaks" threw for {"x":0.5}; make it return true or false for all params.', {
      cause,
    }),
  );
});

it("refuses predicates that do not say yes or no", () => {
  const asynchronous = searchSpace({ x: float(0, 1) }).where(
    "later",
    wrong(async () => false),
  );
  expect(() => asynchronous.admits(Float64Array.of(0.5))).toThrow(
    'Constraint "later" gave {} for {"x":0.5}; make it return true or false.',
  );
});

it("asks for its predicates again when it is read from JSON", () => {
  const json = space.toJSON();
  expect(json.constraints).toEqual(["fits in memory"]);
  expect(() => spaceFromJson(json)).toThrow(
    new InvalidSpaceError(
      'Constraint "fits in memory" is a function, which JSON cannot hold; give it as constraints["fits in memory"].',
    ),
  );
  expect(() => spaceFromJson({ ...json, constraints: ["toString"] }, { constraints: {} })).toThrow(
    'Constraint "toString" is a function',
  );
  const again = spaceFromJson(json, {
    constraints: { "fits in memory": ({ width, batch }) => Number(width) * Number(batch) <= 20 },
  });
  expect(again.admits(Float64Array.of(0.99, 0.15, 0.1, 0.99))).toBe(true);
  expect(again.admits(Float64Array.of(0.99, 0.99, 0.1, 0.99))).toBe(false);
  expect(again.toJSON()).toEqual(json);
});
