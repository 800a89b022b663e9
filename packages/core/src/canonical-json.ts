import { InvalidOptionError } from "./errors.js";
import type { JsonValue } from "./json-value.js";

/**
 * The one JSON text of `value`: keys sorted by code unit, no spaces, `undefined` members left out, numbers exact and
 * -0 told apart from 0. Values that are equal as data give the same text.
 *
 * @throws InvalidOptionError naming what JSON cannot hold: NaN, infinities, functions, bigints, symbols, cycles
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, "$", new Set());
}

function write(value: unknown, path: string, parents: Set<unknown>): string {
  if (typeof value === "number" && Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string" || typeof value === "boolean" || value === null) return JSON.stringify(value);
  if (typeof value !== "object" || !(Array.isArray(value) || isPlain(value))) {
    throw new InvalidOptionError(
      `JSON cannot hold ${String(value)} (at ${path}); give finite numbers, strings, booleans, null, arrays or plain objects.`,
    );
  }
  if (parents.has(value))
    throw new InvalidOptionError(`JSON cannot hold an object within itself (at ${path}); break the cycle.`);
  parents.add(value);
  const text = Array.isArray(value)
    ? `[${value.map((item, i) => write(item, `${path}[${i}]`, parents)).join(",")}]`
    : `{${Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => `${JSON.stringify(key)}:${write(member, `${path}.${key}`, parents)}`)
        .join(",")}}`;
  parents.delete(value);
  return text;
}

/** Also for an object of another realm: its prototype, if any, is the root of its chain. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
