import {
  boolean,
  categorical,
  customParameter,
  defineStudy,
  float,
  int,
  type JsonObject,
  normal,
  ordinal,
  type ParamsOf,
  type SearchSpace,
  searchSpace,
  spaceFromJson,
  vector,
} from "@shac/core";
import { expectTypeOf } from "vitest";

// The value of each kind.
const kinds = searchSpace({
  learningRate: float(1e-5, 1e-1, { log: true }),
  momentum: float(0, 1, { step: 0.1 }),
  layers: int(1, 6),
  activation: categorical(["relu", "tanh", "gelu"]),
  mixed: categorical(["1", 1, true, null]),
  size: ordinal(["small", "large"]),
  shuffle: boolean(),
  offset: normal(0, 1),
});
expectTypeOf<ParamsOf<typeof kinds>>().toEqualTypeOf<{
  learningRate: number;
  momentum: number;
  layers: number;
  activation: "relu" | "tanh" | "gelu";
  mixed: "1" | 1 | true | null;
  size: "small" | "large";
  shuffle: boolean;
  offset: number;
}>();
expectTypeOf(kinds.decode).returns.toEqualTypeOf<ParamsOf<typeof kinds>>();
expectTypeOf(kinds).toExtend<SearchSpace<unknown>>();

// Choices that are known only when the program runs.
const names: string[] = ["a", "b"];
const loose = searchSpace({ name: categorical(names), made: categorical(names.map((name) => name.length)) });
expectTypeOf<ParamsOf<typeof loose>>().toEqualTypeOf<{ name: string; made: number }>();

// Vectors: tuples for literal lengths up to 32, else arrays.
const lengthOf = (): number => 3;
const vectors = searchSpace({
  units: vector(int(1, 9), 3),
  acts: vector(categorical(["relu", "tanh"]), 2),
  one: vector(boolean(), 1),
  many: vector(float(0, 1), 33),
  some: vector(normal(0, 1), lengthOf()),
});
expectTypeOf<ParamsOf<typeof vectors>>().toEqualTypeOf<{
  units: [number, number, number];
  acts: ["relu" | "tanh", "relu" | "tanh"];
  one: [boolean];
  many: number[];
  some: number[];
}>();
expectTypeOf<ParamsOf<SearchSpace<{ x: number }>>>().toEqualTypeOf<{ x: number }>();

// @ts-expect-error: a vector's items are scalar parameters
vector(vector(int(1, 2), 2), 2);

// Custom kinds: the value from fromUnit, the options checked.
type Shape = { sides: number };
const shape = customParameter({
  kind: "types-test-shape",
  fromUnit: (u, { most }: { most: number }): Shape => ({ sides: Math.floor(u * most) }),
  toUnit: ({ sides }, { most }) => sides / most,
});
const custom = searchSpace({ shape: shape({ most: 8 }), shapes: vector(shape({ most: 3 }), 2) });
expectTypeOf<ParamsOf<typeof custom>>().toEqualTypeOf<{
  shape: Shape;
  shapes: [Shape, Shape];
}>();
// @ts-expect-error: options of another type
shape({ most: "8" });

// Conditional parameters are optional; parent and value are checked against the space.
const conditional = searchSpace({
  optimizer: categorical(["sgd", "adam", "rmsprop"]),
  deep: boolean(),
  rate: float(0, 1),
  list: vector(int(1, 2), 2),
})
  .when("optimizer", "sgd", { momentum: float(0, 0.99), nesterov: boolean() })
  .when("optimizer", ["adam", "rmsprop"], { epsilon: float(1e-9, 1e-3, { log: true }) })
  .when("deep", true, { layers: int(2, 8) })
  .when("nesterov", true, { damping: categorical(["none", "some"]) });
expectTypeOf<ParamsOf<typeof conditional>>().toEqualTypeOf<{
  optimizer: "sgd" | "adam" | "rmsprop";
  deep: boolean;
  rate: number;
  list: [number, number];
  momentum?: number;
  nesterov?: boolean;
  epsilon?: number;
  layers?: number;
  damping?: "none" | "some";
}>();
// @ts-expect-error: no such parent
conditional.when("optimiser", "sgd", { x: int(1, 2) });
// @ts-expect-error: a value that the parent cannot take
conditional.when("optimizer", "lion", { x: int(1, 2) });
// @ts-expect-error: one of the values cannot be
conditional.when("optimizer", ["sgd", "lion"], { x: int(1, 2) });
// @ts-expect-error: a vector is no parent
conditional.when("list", [1, 2], { x: int(1, 2) });
// @ts-expect-error: the name is taken
conditional.when("optimizer", "adam", { rate: int(1, 2) });
// @ts-expect-error: the name is taken by a conditional parameter
conditional.when("optimizer", "adam", { momentum: float(0, 1) });

// Parameters that are made in a loop.
const looped = searchSpace({ layers: int(1, 8) }).when(
  "layers",
  [2, 3],
  Object.fromEntries([2, 3].map((layer) => [`units${layer}`, int(8, 64)])),
);
expectTypeOf<ParamsOf<typeof looped>["layers"]>().toEqualTypeOf<number>();
expectTypeOf<ParamsOf<typeof looped>>().toHaveProperty("units2");

// Constraints see typed params and do not change them.
const constrained = conditional.where("little momentum", (params) => {
  expectTypeOf(params).toEqualTypeOf<ParamsOf<typeof conditional>>();
  return (params.momentum ?? 0) < params.rate;
});
expectTypeOf(constrained).toEqualTypeOf(conditional);
// @ts-expect-error: no boolean
conditional.where("number", (params) => params.rate);

// encode takes what decode gives.
kinds.encode({ ...kinds.decode(new Float64Array(8)), activation: "tanh" });
// @ts-expect-error: no such choice
kinds.encode({ ...kinds.decode(new Float64Array(8)), activation: "sigmoid" });

// A space read from JSON knows names and types no more.
expectTypeOf(spaceFromJson({})).toEqualTypeOf<SearchSpace<JsonObject>>();

// The objective's params come from the space.
defineStudy({
  name: "types",
  space: conditional,
  objective: (params) => {
    expectTypeOf(params).toEqualTypeOf<ParamsOf<typeof conditional>>();
    return params.rate;
  },
});

// @ts-expect-error: a choice is a JSON scalar
categorical([{ a: 1 }]);
// @ts-expect-error: a plain value is no parameter
searchSpace({ x: 1 });
