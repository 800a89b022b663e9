import { formatNumber, noValue } from "./number.js";

/** What a parameter, a metric or an attribute is, in one line of text. */
export function formatJson(value: unknown): string {
  if (value === null || value === undefined) return noValue;
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}
