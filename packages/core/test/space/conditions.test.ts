import { boolean, categorical, float, InvalidSpaceError, int, ordinal, searchSpace, spaceFromJson } from "@shac/core";
import { expect, it } from "vitest";

const wrong = (value: unknown): never => value as never;

const space = searchSpace({ optimizer: categorical(["sgd", "adam", "lion"]), layers: int(1, 4), rate: float(0, 1) })
  .when("optimizer", "sgd", { momentum: float(0, 1), nesterov: boolean() })
  .when("nesterov", true, { damping: ordinal(["low", "high"]) })
  .when("layers", [3, 4], { skip: int(1, 9, { log: true }) });

/** optimizer, layers, rate, momentum, nesterov, damping, skip */
const at = (...coordinates: number[]) => Float64Array.from(coordinates);

it("a conditional parameter is there only while its parent takes part and has one of the values", () => {
  expect(space.decode(at(0.1, 0.1, 0.5, 0.25, 0.9, 0.9, 0.9))).toEqual({
    optimizer: "sgd",
    layers: 1,
    rate: 0.5,
    momentum: 0.25,
    nesterov: true,
    damping: "high",
  });
  expect(space.decode(at(0.1, 0.9, 0.5, 0.25, 0.1, 0.9, 0))).toEqual({
    optimizer: "sgd",
    layers: 4,
    rate: 0.5,
    momentum: 0.25,
    nesterov: false,
    skip: 1,
  });
  const params = space.decode(at(0.5, 0.1, 0.5, 0.25, 0.9, 0.9, 0.9));
  expect(params).toEqual({ optimizer: "adam", layers: 1, rate: 0.5 });
  expect("momentum" in params).toBe(false);
});

it("a space says so to samplers, axis by axis", () => {
  const active = (point: Float64Array) => space.axes.filter((_, i) => space.isActive(point, i)).map(({ name }) => name);
  expect(active(at(0.5, 0.6, 0.5, 0.5, 0.9, 0.5, 0.5))).toEqual(["optimizer", "layers", "rate", "skip"]);
  expect(active(at(0.1, 0.1, 0.5, 0.5, 0.9, 0.5, 0.5))).toEqual(space.axes.map(({ name }) => name).slice(0, 6));
});

it("a hidden coordinate is kept through encode, by default the middle", () => {
  const params = { optimizer: "adam", layers: 1, rate: 0.5 } as const;
  const hidden = at(0, 0, 0, 0.125, 0.1, 0.9, 0.5);
  expect([...space.encode(params, hidden)].slice(3, 6)).toEqual([0.125, 0.25, 0.75]);
  expect([...space.encode(params)].slice(3, 6)).toEqual([0.5, 0.75, 0.75]);
});

it("a value is refused where it takes no part, and asked for where it does", () => {
  const params = { optimizer: "sgd", layers: 1, rate: 0.5, momentum: 0.9, nesterov: false } as const;
  expect(space.decode(space.encode(params))).toEqual(params);
  expect(() => space.encode({ ...params, optimizer: "adam" })).toThrow(
    new InvalidSpaceError(
      'Parameter "momentum": 0.9 is given, but it takes part only when optimizer is "sgd"; leave it out.',
    ),
  );
  expect(() => space.encode({ ...params, skip: 2 })).toThrow("takes part only when layers is 3 or 4; leave it out.");
  expect(() => space.encode({ ...params, nesterov: true })).toThrow(
    'Parameter "damping": its value is missing; give one.',
  );
  expect(() => space.encode(wrong({ ...params, nesterov: undefined }))).toThrow(
    'Parameter "nesterov": its value is missing; give one.',
  );
});

it("undefined counts as absent", () => {
  const params = { optimizer: "adam", layers: 2, rate: 0.5, momentum: undefined };
  expect(space.decode(space.encode(wrong(params)))).toEqual({ optimizer: "adam", layers: 2, rate: 0.5 });
});

it("a parameter may depend on null, on true and on a number that is not the text of it", () => {
  const apart = searchSpace({ parent: categorical([null, "null", 1, "1", true]) })
    .when("parent", null, { ofNull: boolean() })
    .when("parent", 1, { ofOne: boolean() })
    .when("parent", true, { ofTrue: boolean() });
  const names = [0, 1, 2, 3, 4].map((i) => Object.keys(apart.decode(at((i + 0.5) / 5, 0, 0, 0)))[1]);
  expect(names).toEqual(["ofNull", undefined, "ofOne", undefined, "ofTrue"]);
});

it("conditions are kept by JSON", () => {
  const json = space.toJSON();
  expect((json.parameters as unknown[])[5]).toEqual({
    name: "damping",
    kind: "ordinal",
    choices: ["low", "high"],
    when: { parent: "nesterov", values: [true] },
  });
  expect(spaceFromJson(json).toJSON()).toEqual(json);
});

it("a space is not changed by what is added to it", () => {
  const plain = searchSpace({ on: boolean() });
  const more = plain.when("on", true, { x: float(0, 1) }).where("never", () => false);
  expect(plain.axes).toHaveLength(1);
  expect(more.axes).toHaveLength(2);
  expect(plain.admits(at(0.5))).toBe(true);
  expect(more.admits(at(0.5, 0.5))).toBe(false);
});
