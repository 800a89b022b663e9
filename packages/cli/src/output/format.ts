import type { JsonValue, VolumeBounds } from "@shac/core";

/** At most `digits` significant digits, without trailing zeros. */
export function formatNumber(value: number, digits = 6): string {
  return formatExact(Number(value.toPrecision(digits)));
}

/** Numbers along a scale, with four significant digits, or as many as tell its parts apart. */
export function formatAlong(low: number, high: number, values: readonly number[]): string[] {
  const parts = Math.max(Math.abs(low), Math.abs(high)) / (high / 2 - low / 2);
  const digits = Number.isFinite(parts) ? Math.min(Math.max(Math.ceil(Math.log10(parts)) + 3, 4), 17) : 17;
  return values.map((value) => formatNumber(value, digits));
}

/** A share of 0 to 1 as per cent, with two significant digits below ten per cent. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent >= 10) return `${Math.round(percent)} %`;
  if (percent > 0 && percent < 0.001) return "< 0.001 %";
  return `${Number(percent.toPrecision(2))} %`;
}

/** One number where the bounds agree to a tenth, else both. */
export function formatVolume({ lower, upper }: VolumeBounds): string {
  if (upper - lower <= upper / 10) return formatPercent(upper);
  if (lower <= 0) return `<= ${formatPercent(upper)}`;
  return `${formatPercent(lower)} to ${formatPercent(upper)}`;
}

/** `0.42 s`, `12 s`, `3m 07s`, `2h 05m`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toPrecision(2))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (n: number): string => String(n).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`;
}

/** Begins with a letter, so that it reads as no other type, and would not disturb a terminal. */
const PLAIN = /^(?!(?:true|false|null)$)\p{L}(?:\P{C}*[^\s\p{C}])?$/u;

/** A parameter's value for people: a string stands bare where it is plain; numbers have `digits`, default all. */
export function formatValue(value: JsonValue | undefined, digits?: number): string {
  if (value === undefined) return "";
  if (typeof value === "number") return digits === undefined ? formatExact(value) : formatNumber(value, digits);
  if (Array.isArray(value)) return `[${value.map((item) => formatValue(item, digits)).join(", ")}]`;
  return typeof value === "string" && PLAIN.test(value) ? value : JSON.stringify(value);
}

function formatExact(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
