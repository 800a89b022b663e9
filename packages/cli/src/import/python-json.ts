import type { JsonValue } from "@shac/core";

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/** What takes the place of a number that JSON has no text for. */
const WORDS: Readonly<Record<string, string>> = { NaN: "null", Infinity: "1e999", "-Infinity": "-1e999" };

/** Reads what Python's json module writes: JSON, with NaN (read as null) and infinities. @throws SyntaxError */
export function parsePythonJson(text: string): JsonValue {
  return JSON.parse(text.replaceAll(STRING_OR_NUMBER, (token) => WORDS[token] ?? token)) as JsonValue;
}
