import {
  boolean,
  categorical,
  describeSpace,
  float,
  InvalidSpaceError,
  int,
  type JsonObject,
  type JsonValue,
  normal,
  ordinal,
  searchSpace,
  spaceFromJson,
  vector,
} from "@shac/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { arbitrarySpace } from "./arbitrary-space.js";

const space = searchSpace({
  learningRate: float(1e-5, 0.1, { log: true }),
  momentum: float(0, 0.9, { step: 0.1, log: false }),
  layers: int(1, 6, { step: 1 }),
  width: int(8, 512, { log: true, step: 8 }),
  optimizer: categorical(["sgd", "adam", null]),
  size: ordinal(["s", "l"]),
  shuffle: boolean(),
  offset: normal(0, 1e-4),
  units: vector(int(1, 9), 3),
})
  .when("optimizer", ["sgd", null], { nesterov: boolean() })
  .where("fits", () => true);

const json: JsonObject = {
  parameters: [
    { name: "learningRate", kind: "float", low: 1e-5, high: 0.1, log: true },
    { name: "momentum", kind: "float", low: 0, high: 0.9, step: 0.1 },
    { name: "layers", kind: "int", low: 1, high: 6 },
    { name: "width", kind: "int", low: 8, high: 512, log: true, step: 8 },
    { name: "optimizer", kind: "categorical", choices: ["sgd", "adam", null] },
    { name: "size", kind: "ordinal", choices: ["s", "l"] },
    { name: "shuffle", kind: "boolean" },
    { name: "offset", kind: "normal", mean: 0, std: 1e-4 },
    { name: "units", kind: "vector", length: 3, item: { kind: "int", low: 1, high: 9 } },
    { name: "nesterov", kind: "boolean", when: { parent: "optimizer", values: ["sgd", null] } },
  ],
  constraints: ["fits"],
};

it("writes a space as plain JSON, without what is the default", () => {
  expect(JSON.parse(JSON.stringify(space))).toEqual(json);
});

it("describes each parameter and constraint in a line", () => {
  expect(describeSpace(space.toJSON())).toEqual([
    "learningRate: float 1e-5 .. 0.1, log",
    "momentum: float 0 .. 0.9, step 0.1",
    "layers: int 1 .. 6",
    "width: int 8 .. 512, log, step 8",
    'optimizer: categorical "sgd", "adam", null',
    'size: ordinal "s", "l"',
    "shuffle: boolean",
    "offset: normal mean 0, std 1e-4",
    "units: 3 x int 1 .. 9",
    'nesterov: boolean, when optimizer is "sgd" or null',
    "where fits",
  ]);
});

it.each<[unknown, string]>([
  [null, "null is no search space; give what a space's toJSON() gave."],
  [{}, "{} is no search space; give what a space's toJSON() gave."],
  [{ parameters: [] }, '{"parameters":[]} is no search space; give what a space\'s toJSON() gave.'],
  [{ parameters: [null] }, "null is no parameter; give what a space's toJSON() gave."],
  [{ parameters: [{ kind: "boolean" }] }, '{"kind":"boolean"} is no parameter; give what a space\'s toJSON() gave.'],
  [
    { parameters: [{ name: "x", kind: "toString" }] },
    'Parameter "x": its kind "toString" is not registered; import the module that calls customParameter for it first.',
  ],
  [
    { parameters: [{ name: "x", kind: "vector", length: 2 }] },
    'Parameter "x": item undefined is no parameter; give its JSON.',
  ],
  [
    { parameters: [{ name: "x", kind: "boolean", when: { parent: "y" } }] },
    'Parameter "x": its condition {"parent":"y"} is none; give a parent and a list of values.',
  ],
  [
    { parameters: [{ name: "x", kind: "float", low: "0", high: 1 }] },
    'Parameter "x": low is "0"; give a finite number.',
  ],
])("refuses %j", (definition, message) => {
  expect(() => spaceFromJson(definition as JsonObject)).toThrow(new InvalidSpaceError(message));
});

it("reads a damaged definition as a space or refuses it by a typed error, never otherwise", () => {
  const damage = fc.oneof(
    fc.constantFrom<JsonValue>(null, "", 0, -1, 1e308, true, [], {}),
    fc.jsonValue() as fc.Arbitrary<JsonValue>,
  );
  fc.assert(
    fc.property(arbitrarySpace, fc.nat(), damage, (any, position, value) => {
      let places = 0;
      const count = (_: string, member: unknown) => {
        places++;
        return member;
      };
      const text = JSON.stringify(any);
      JSON.parse(text, count);
      let place = 0;
      const damaged = JSON.parse(text, (_, member) => (place++ === position % places ? value : member));
      try {
        const read = spaceFromJson(damaged);
        expect(spaceFromJson(read.toJSON()).toJSON()).toEqual(read.toJSON());
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidSpaceError);
      }
    }),
  );
});
