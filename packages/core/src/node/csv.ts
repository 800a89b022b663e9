import type { JsonValue } from "../json-value.js";
import type { Trial } from "../study/trial/trial.js";

const FIXED = ["number", "batch", "state", "value", "reason", "attempt", "elapsedMs"] as const;

/**
 * Trials as CSV (RFC 4180, CRLF line ends): number, batch, state, value, reason, attempt, elapsedMs, then `violation` if
 * any trial is infeasible, then a column `params.NAME` for each parameter and `metrics.NAME` for each metric, in the order in which they first occur.
 *
 * An empty cell is an absent value. A cell that parses as JSON is that JSON value, so a string that would parse, or is
 * empty, is written as a JSON string: the string `1` is `"1"` (with CSV's own quotes doubled around it), the number 1 is
 * `1`. Any other cell is a string as it stands. Read back by that rule, every value is what it was, `-0` and `null` too.
 */
export function trialsToCsv(trials: readonly Trial[]): string {
  const params = namesOf(trials.map((trial) => trial.params));
  const metrics = namesOf(trials.map((trial) => trial.metrics ?? {}));
  // Only studies with constraints know of violations.
  const fixed = trials.some(({ violation }) => violation !== undefined) ? [...FIXED, "violation" as const] : FIXED;
  const header = [...fixed, ...params.map((name) => `params.${name}`), ...metrics.map((name) => `metrics.${name}`)];
  const rows = trials.map((trial) => [
    ...fixed.map((field) => formatCell(trial[field])),
    ...params.map((name) => formatCell(own(trial.params, name))),
    ...metrics.map((name) => formatCell(own(trial.metrics ?? {}, name))),
  ]);
  return [header, ...rows].map((row) => `${row.map(quoteField).join(",")}\r\n`).join("");
}

function namesOf(objects: readonly object[]): string[] {
  return [...new Set(objects.flatMap((object) => Object.keys(object)))];
}

function own<T>(object: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function formatCell(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return compactJson(value);
  // A lone surrogate cannot be written in UTF-8; JSON escapes it.
  return value === "" || parsesAsJson(value) || !value.isWellFormed() ? JSON.stringify(value) : value;
}

/** JSON.stringify, but for `-0`, which it writes as 0. */
function compactJson(value: JsonValue): string {
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return `[${value.map(compactJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : `${JSON.stringify(key)}:${compactJson(member)}`,
  );
  return `{${members.join(",")}}`;
}

function parsesAsJson(text: string): boolean {
  // Most texts can be told at their beginning, which costs far less than an error.
  if (!/^\s*(?:[-\d"[{]|(?:true|false|null)\s*$)/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function quoteField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
