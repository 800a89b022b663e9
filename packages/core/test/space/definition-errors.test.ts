import {
  boolean,
  categorical,
  customParameter,
  float,
  InvalidSpaceError,
  int,
  type JsonScalar,
  normal,
  ordinal,
  type Parameter,
  ShacError,
  searchSpace,
  vector,
} from "@shac/core";
import { expect, it } from "vitest";

/** A value that the types forbid, as plain JavaScript may give it. */
const wrong = <T = never>(value: unknown): T => value as T;

it.each<[definition: string, parameter: () => Parameter, message: string]>([
  ["swapped bounds", () => float(1, 0.5), "low 1 is above high 0.5; swap them."],
  ["equal bounds", () => float(2, 2), "low 2 and high 2 leave no range; part them, or leave the parameter out."],
  [
    "bounds with one logarithm",
    () => float(1e300, 1.0000000000000002e300, { log: true }),
    "low 1e+300 and high 1.0000000000000002e+300 leave no range; part them, or leave the parameter out.",
  ],
  ["NaN", () => float(Number.NaN, 1), "low is NaN; give a finite number."],
  ["infinity", () => float(0, Number.POSITIVE_INFINITY), "high is Infinity; give a finite number."],
  ["a string bound", () => float(wrong("0"), 1), 'low is "0"; give a finite number.'],
  ["a missing bound", () => float(0, wrong(undefined)), "high is undefined; give a finite number."],
  [
    "a range beyond numbers",
    () => float(-1e308, 1e308),
    "the range -1e+308 .. 1e+308 is too wide for a number; bring the bounds closer.",
  ],
  [
    "a log from 0",
    () => float(0, 1, { log: true }),
    "low is 0, which has no logarithm; raise it above 0 or leave out log.",
  ],
  [
    "a log from below 0",
    () => int(-1, 5, { log: true }),
    "low is -1, which has no logarithm; raise it above 0 or leave out log.",
  ],
  ["a log that is no boolean", () => float(1, 2, { log: wrong("yes") }), 'log is "yes"; give true or false.'],
  ["step 0", () => float(0, 1, { step: 0 }), "step is 0; give a number above 0."],
  ["a negative step", () => int(0, 5, { step: -1 }), "step is -1; give a number above 0."],
  ["step NaN", () => float(0, 1, { step: Number.NaN }), "step is NaN; give a number above 0."],
  [
    "a step wider than the range",
    () => float(0, 1, { step: 1.5 }),
    "step 1.5 is wider than the range 0 .. 1; give a smaller step or a wider range.",
  ],
  [
    "a step wider than a range of integers",
    () => int(3, 3, { step: 2 }),
    "step 2 is wider than the range 3 .. 3; give a smaller step or a wider range.",
  ],
  ["swapped integers", () => int(6, 1), "low 6 is above high 1; swap them."],
  ["a fractional integer", () => int(1.5, 3), "low 1.5 is not an integer; round it, or use float."],
  ["a fractional step", () => int(1, 3, { step: 0.5 }), "step 0.5 is not an integer; round it, or use float."],
  ["an integer beyond 2^53", () => int(0, 2 ** 53), `high ${2 ** 53} is not an integer; round it, or use float.`],
  [
    "too many integers",
    () => int(0, 2 ** 48),
    `${2 ** 48 + 1} values are more than a search can tell apart; give a wider step.`,
  ],
  [
    "too many log integers",
    () => int(1, 2 ** 46, { log: true }),
    `${2 ** 46} values are more than a search can tell apart; give a wider step.`,
  ],
  [
    "too many steps",
    () => float(0, 1, { step: 1e-15 }),
    "1000000000000001 values are more than a search can tell apart; give a wider step.",
  ],
  ["no choices", () => categorical([]), "choices is []; give a list of at least one value."],
  ["choices that are no list", () => ordinal(wrong("abc")), 'choices is "abc"; give a list of at least one value.'],
  ["a choice twice", () => categorical(["a", 1, "a"]), 'choice "a" occurs twice; leave one out.'],
  [
    "a choice that is a list",
    () => categorical(wrong<JsonScalar[]>([[1, 2]])),
    "choice [1,2] is no JSON scalar; give strings, finite numbers, booleans or null and look other things up by them.",
  ],
  [
    "a choice that is NaN",
    () => ordinal([1, Number.NaN]),
    "choice NaN is no JSON scalar; give strings, finite numbers, booleans or null and look other things up by them.",
  ],
  ["a mean that is no number", () => normal(wrong(null), 1), "mean is null; give a finite number."],
  ["std 0", () => normal(0, 0), "std is 0; give a finite number above 0."],
  ["a negative std", () => normal(0, -1), "std is -1; give a finite number above 0."],
  [
    "a normal beyond numbers",
    () => normal(1e308, 1e308),
    "mean 1e+308 and std 1e+308 reach beyond what a number holds; bring them down.",
  ],
  ["a vector of none", () => vector(boolean(), 0), "length is 0; give an integer from 1 to 65536."],
  [
    "a vector beyond memory",
    () => vector(boolean(), 1e12),
    "length is 1000000000000; give an integer from 1 to 65536.",
  ],
  ["a vector of 1.5", () => vector(boolean(), 1.5), "length is 1.5; give an integer from 1 to 65536."],
  [
    "a vector of numbers",
    () => vector(wrong(3), 2),
    "3 cannot be the item of a vector; give float, int, categorical ...",
  ],
  ["a plain value", () => wrong(0.1), "0.1 is no parameter; give float, int, categorical ..."],
])("refuses %s by name, value and mend", (_, parameter, message) => {
  expect(() => searchSpace({ "my rate": parameter() })).toThrow(
    new InvalidSpaceError(`Parameter "my rate": ${message}`),
  );
});

it("names the item of a vector at fault", () => {
  expect(() => searchSpace({ units: vector(int(5, 1), 3) })).toThrow(
    'Parameter "units[0]": low 5 is above high 1; swap them.',
  );
});

it.each(["", " ", "rate ", "__proto__", "constructor", "toString", "units[0]", "a\nb", "tab\there"])(
  "refuses the name %j",
  (name) => {
    expect(() => searchSpace({ [name]: boolean() })).toThrow(
      new InvalidSpaceError(
        `Parameter ${JSON.stringify(name)}: the name is empty, padded, built into every object, or holds a bracket or control character; rename it.`,
      ),
    );
  },
);

it.each(["model.rate", "a,b", "größe", "1"])("takes the name %j", (name) => {
  const space = searchSpace({ [name]: int(1, 4) });
  expect(space.decode(Float64Array.of(0.3))).toEqual({ [name]: 2 });
  expect(() => space.encode({})).toThrow(`Parameter ${JSON.stringify(name)}: its value is missing; give one.`);
});

it("refuses a space without parameters", () => {
  expect(() => searchSpace({})).toThrow(
    "A search space of {} has no parameter; give at least one, such as { x: float(0, 1) }.",
  );
  expect(() => searchSpace(wrong(undefined))).toThrow("A search space of undefined has no parameter");
});

it("refuses conditions that cannot be", () => {
  const space = searchSpace({ kind: categorical(["a", "b"]), rate: float(0, 1), units: vector(int(1, 2), 2) });
  const child = { x: boolean() };
  expect(() => space.when(wrong<"kind">("kindd"), "a", child)).toThrow(
    'Parameter "kindd": it is not in the space, so nothing can depend on it; there are kind, rate, units.',
  );
  expect(() => space.when("kind", wrong("c"), child)).toThrow(
    'Parameter "kind": "c" is no choice; give one of "a", "b".',
  );
  expect(() => space.when("kind", [], child)).toThrow(
    'Parameter "kind": no value is given to depend on; give at least one.',
  );
  expect(() => space.when("kind", ["a", "a"], child)).toThrow(
    'Parameter "kind": a value to depend on occurs twice in ["a","a"]; leave one out.',
  );
  expect(() => space.when("rate", 0.5, child)).toThrow(
    'Parameter "rate": nothing can depend on a float; let it depend on a categorical, ordinal, boolean or int.',
  );
  expect(() => space.when(wrong<"kind">("units"), wrong(1), child)).toThrow(
    'Parameter "units": nothing can depend on a vector; let it depend on a categorical, ordinal, boolean or int.',
  );
  expect(() => space.when("kind", "a", wrong({ rate: boolean() }))).toThrow(
    'Parameter "rate": the name occurs twice; give each parameter its own.',
  );
  expect(() => space.when("kind", "a", {})).toThrow(
    'Parameter "kind": nothing is given that depends on it; give at least one parameter.',
  );
});

it("refuses constraints that cannot be", () => {
  const space = searchSpace({ x: float(0, 1) }).where("low", ({ x }) => x < 0.5);
  expect(() => space.where("low", () => true)).toThrow('Constraint "low" is there already; give each its own name.');
  expect(() => space.where(" ", () => true)).toThrow(
    'Constraint " " with function: give a name that says what holds, and a function.',
  );
  expect(() => space.where("x", wrong(true))).toThrow(
    'Constraint "x" with true: give a name that says what holds, and a function.',
  );
});

it("refuses a custom kind with a name that is taken, or none", () => {
  const kind = { fromUnit: (u: number) => u, toUnit: (value: number) => value };
  for (const name of ["float", "vector", ""]) {
    expect(() => customParameter({ ...kind, kind: name })).toThrow(
      `A kind of parameter cannot be called "${name}"; give it a name other than float, int, categorical, ordinal, boolean, normal, vector.`,
    );
  }
});

it("throws errors that can be told from others", () => {
  try {
    searchSpace({ x: float(1, 0) });
    expect.unreachable();
  } catch (error) {
    expect(ShacError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ name: "InvalidSpaceError", code: "invalid-space" });
  }
});
