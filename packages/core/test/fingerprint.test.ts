import { canonicalJson, fingerprint, InvalidOptionError, type JsonValue } from "@shac/core";
import fc from "fast-check";
import { expect, it } from "vitest";

const wrong = (value: unknown): never => value as never;

/** The same data, its keys in the other order. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member as JsonValue)]),
  );
}

it("writes sorted keys without spaces, leaving out undefined", () => {
  expect(canonicalJson({ b: [1, "é", { d: null, c: true }], a: undefined, A: -0, "": 1e21 })).toBe(
    '{"":1e+21,"A":-0,"b":[1,"é",{"c":true,"d":null}]}',
  );
});

it("writes what JSON.parse reads back, whatever the order of keys", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as JsonValue);
      expect(JSON.parse(text)).toEqual(value);
      expect(canonicalJson(reversed(value as JsonValue))).toBe(text);
    }),
  );
});

it("keeps numbers exact", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(JSON.parse(canonicalJson([value]))).toEqual([value]);
    }),
  );
});

it.each<[unknown, string]>([
  [{ a: [1, Number.NaN] }, "JSON cannot hold NaN (at $.a[1])"],
  [Number.NEGATIVE_INFINITY, "JSON cannot hold -Infinity (at $)"],
  [{ f: () => 1 }, "JSON cannot hold () => 1 (at $.f)"],
  [[undefined], "JSON cannot hold undefined (at $[0])"],
  [{ n: 1n }, "JSON cannot hold 1 (at $.n)"],
  [new Map(), "JSON cannot hold [object Map] (at $)"],
])("refuses %s", (value, message) => {
  expect(() => canonicalJson(wrong(value))).toThrow(InvalidOptionError);
  expect(() => canonicalJson(wrong(value))).toThrow(message);
});

it("refuses an object within itself, not one that occurs twice", () => {
  const inner: Record<string, unknown> = { a: 1 };
  expect(canonicalJson(wrong([inner, inner]))).toBe('[{"a":1},{"a":1}]');
  inner.self = { inner };
  expect(() => canonicalJson(wrong(inner))).toThrow("JSON cannot hold an object within itself (at $.self.inner)");
});

it("hashes data, not the order of keys", () => {
  expect(fingerprint({ a: 1, b: [2, 3] })).toBe(fingerprint({ b: [2, 3], a: 1 }));
  expect(fingerprint({ a: 1 })).toMatch(/^[0-9a-f]{16}$/);
});

it("stays the same from release to release, as journals hold it", () => {
  expect(fingerprint({ direction: "minimize", space: { parameters: [{ name: "x", kind: "boolean" }] } })).toBe(
    "6cdd2df630c33ad9",
  );
});

it("tells small differences apart", () => {
  const values: JsonValue[] = [
    0,
    -0,
    1,
    "1",
    true,
    null,
    "",
    [],
    {},
    [[]],
    [1],
    { a: 1 },
    { a: "1" },
    { b: 1 },
    0.1,
    0.1 + 2 ** -56,
  ];
  for (let i = 0; i < 20_000; i++) values.push({ low: i, high: i + 1 }, ["x", i / 7]);
  expect(new Set(values.map(fingerprint)).size).toBe(values.length);
});

it("changes half of its bits when one character changes", () => {
  let changed = 0;
  const count = 500;
  for (let i = 0; i < count; i++) {
    const [a, b] = [fingerprint({ low: i, high: 1 }), fingerprint({ low: i, high: 2 })].map((hex) =>
      BigInt(`0x${hex}`),
    );
    changed += ((a as bigint) ^ (b as bigint)).toString(2).replaceAll("0", "").length;
  }
  expect(Math.abs(changed / count - 32)).toBeLessThan(1.5);
});
