import { createContext, runInContext } from "node:vm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { toTypeScript } from "../../../src/client/format/typescript.js";

const context = createContext();

/** What the engine itself reads from the text, as JSON. */
function evaluated(text: string): unknown {
  return JSON.parse(runInContext(`JSON.stringify(${text})`, context));
}

it("writes what reads back as the same data", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(evaluated(toTypeScript(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it("quotes the names that need it, and breaks lines as a formatter does", () => {
  expect(toTypeScript({ learningRate: 0.01, "drop-out": null, layers: [1, 2], inner: { a: true } })).toBe(
    '{\n  learningRate: 0.01,\n  "drop-out": null,\n  layers: [1, 2],\n  inner: {\n    a: true,\n  },\n}',
  );
});

it("keeps a parameter that is named as the prototype is", () => {
  expect(evaluated(toTypeScript(JSON.parse('{"__proto__": 1, "a": 2}')))).toEqual(
    JSON.parse('{"__proto__": 1, "a": 2}'),
  );
});

it("spells out marks that would turn the code's direction", () => {
  const text = toTypeScript({ name: "a\u202Eb\u2066" });
  expect(text).toContain('"a\\u202eb\\u2066"');
  expect(evaluated(text)).toEqual({ name: "a\u202Eb\u2066" });
});
