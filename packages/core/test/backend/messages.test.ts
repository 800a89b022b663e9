import { decodeMessage, encodeMessage } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const key = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("$", "$$", "$nan", "__proto__", "constructor", "toJSON", "0", ""),
);
const message = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.double(),
    fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-300, 5e-324, 2 ** 53),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: "binary" }),
    fc.constantFrom("NaN", "$", "\ud800", "\udc00\ud800", "a\nb\r\u2028"),
    fc.array(tie("value")),
    fc.array(fc.tuple(key, tie("value"))).map((members) => Object.fromEntries(members)),
  ),
})).value;

describe("messages", () => {
  it("come back as they were, every number bit for bit, on one line", () => {
    fc.assert(
      fc.property(message, (value) => {
        const text = encodeMessage(value);
        expect(text).not.toMatch(/[\n\r]/);
        expect(text.isWellFormed?.() ?? true).toBe(true);
        expectSame(decodeMessage(text), value);
      }),
      { numRuns: 500 },
    );
  });

  it("stay JSON that any reader takes", () => {
    fc.assert(fc.property(message, (value) => void JSON.parse(encodeMessage(value))));
    expect(JSON.parse(encodeMessage({ a: [1, -0, "x"], b: undefined }))).toEqual({ a: [1, -0, "x"] });
  });

  it("never take data for the escape of NaN", () => {
    for (const value of [{ $: "NaN" }, { $$: "NaN" }, { $: { $: "NaN" } }, { $: Number.NaN }, [{ $: "NaN", b: 1 }]]) {
      expect(decodeMessage(encodeMessage(value))).toStrictEqual(value);
    }
  });

  it("keep a __proto__ key as data", () => {
    const decoded = decodeMessage(encodeMessage(JSON.parse('{"__proto__":{"x":1},"$a":1}')));
    expect(Object.keys(decoded as object)).toEqual(["__proto__", "$a"]);
    expect((decoded as { x?: number }).x).toBeUndefined();
  });

  it.each([
    ["function", { f: () => 1 }, /type function under "f"/],
    ["bigint", { metrics: { n: 1n } }, /type bigint under "n"/],
    ["hole in a list", { points: [[1, undefined]] }, /type undefined under "points"/],
    ["Date", { at: new Date(0) }, /instance of Date under "at"/],
    ["typed array", { point: new Float64Array(2) }, /instance of Float64Array under "point"/],
  ])("refuse what would be lost: %s", (_, value, text) => {
    expect(() => encodeMessage(value)).toThrow(expect.objectContaining({ code: "not-json" }));
    expect(() => encodeMessage(value)).toThrow(text);
  });

  it("refuse an object that holds itself", () => {
    const value: { self?: unknown } = {};
    value.self = value;
    expect(() => encodeMessage(value)).toThrow(expect.objectContaining({ code: "not-json" }));
  });

  it("refuse text that is no message", () => {
    for (const text of ["", "{", "NaN", '{"$":"Date"}', '{"$":"NaN","a":1}']) {
      expect(() => decodeMessage(text)).toThrow(SyntaxError);
    }
  });
});

/** Independent of vitest's equality, which takes equal prototypes and -0 its own way. */
function expectSame(actual: unknown, expected: unknown): void {
  if (typeof expected !== "object" || expected === null) {
    expect(Object.is(actual, expected)).toBe(true);
    return;
  }
  expect(Array.isArray(actual)).toBe(Array.isArray(expected));
  expect(Object.keys(actual as object)).toEqual(Object.keys(expected));
  for (const name of Object.keys(expected)) {
    expectSame(Reflect.get(actual as object, name), Reflect.get(expected, name));
  }
}
