import { ShacError } from "../errors.js";

/** Levels of lists and objects, so few that whoever reads a message has the stack for it. */
const MAX_LEVELS = 500;

/**
 * The one text form of values that are kept in a journal or sent to another process or machine: JSON on one line, in
 * which every number survives. `-0` is written `-0.0` and `Infinity` `1e999`, which any JSON reader takes; `NaN`, for
 * which JSON has no numeral, is `{"$":"NaN"}`, and a key that begins with `$` is written with one `$` more, so that no
 * object can be taken for it. `undefined` members are absent.
 *
 * @throws ShacError `not-json` for what JSON cannot hold: functions, bigints, `undefined` in a list, class instances
 * such as Date or Map, circular references, more than 500 levels
 */
export function encodeMessage(value: unknown): string {
  return encode(value, "", 0);
}

/**
 * The value that `encodeMessage` wrote.
 * @throws SyntaxError when `text` is not such a message
 */
export function decodeMessage(text: string): unknown {
  // Only NaN and keys that begin with $ need the reviver, which makes parsing several times slower.
  return text.includes('"$') ? JSON.parse(text, revive) : JSON.parse(text);
}

function encode(value: unknown, key: string, level: number): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return encodeNumber(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (level === MAX_LEVELS) throw notJson("an object that refers to itself or is nested too deeply", "");
      return Array.isArray(value) ? encodeList(value, key, level + 1) : encodeObject(value, key, level + 1);
    default:
      throw notJson(`a value of type ${typeof value}`, key);
  }
}

function encodeNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : String(value);
  if (Number.isNaN(value)) return '{"$":"NaN"}';
  return value > 0 ? "1e999" : "-1e999";
}

function encodeList(list: readonly unknown[], key: string, level: number): string {
  let text = "[";
  for (let i = 0; i < list.length; i++) text += (i === 0 ? "" : ",") + encode(list[i], key, level);
  return `${text}]`;
}

function encodeObject(object: object, key: string, level: number): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw notJson(`an instance of ${object.constructor.name}`, key);
  }
  let text = "{";
  for (const [name, member] of Object.entries(object)) {
    if (member === undefined) continue;
    const written = JSON.stringify(name.startsWith("$") ? `$${name}` : name);
    text += `${text === "{" ? "" : ","}${written}:${encode(member, name, level)}`;
  }
  return `${text}}`;
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value);
  if (!members.some(([name]) => name.startsWith("$"))) return value;
  if (members.length === 1 && members[0]?.[0] === "$" && members[0][1] === "NaN") return Number.NaN;
  return Object.fromEntries(
    members.map(([name, member]) => {
      if (name === "$") throw new SyntaxError(`Unknown escape ${JSON.stringify(value)} in a message`);
      return [name.startsWith("$") ? name.slice(1) : name, member];
    }),
  );
}

function notJson(what: string, key: string): ShacError {
  const place = key === "" ? "" : ` under "${key}"`;
  return new ShacError(
    "not-json",
    `Found ${what}${place}, which cannot be kept or sent; use numbers, strings, booleans, null, lists and plain objects.`,
  );
}
