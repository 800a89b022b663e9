import type { TrialReport } from "@shac/core";
import { InvalidArgumentError } from "commander";

export const UINT32 = 0xffffffff;

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** The longest delay of a Node.js timer, about 24 days. */
const LONGEST_DELAY = 0x7fffffff;

/** Reads `30s`, `5m`, `1.5h` ... as milliseconds. */
export function parseDuration(text: string): number {
  return durationFrom(1, text);
}

/** Reads a time from 2 s on as milliseconds. */
export function parseSilence(text: string): number {
  return durationFrom(2000, text);
}

function durationFrom(least: number, text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (amount === undefined || unit === undefined) {
    throw new InvalidArgumentError("Write a number and a unit: 500ms, 30s, 5m, 2h or 1d.");
  }
  const milliseconds = Math.round(Number(amount) * (MILLISECONDS[unit] ?? 0));
  if (milliseconds < least || milliseconds > LONGEST_DELAY) {
    throw new InvalidArgumentError(`Give a time between ${least < 1000 ? `${least}ms` : `${least / 1000}s`} and 24d.`);
  }
  return milliseconds;
}

/** Reads `512mb`, `2gb` ... as MiB. */
export function parseSize(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(mb|gb)$/i.exec(text) ?? [];
  const size = Number(amount) * (unit?.toLowerCase() === "gb" ? 1024 : 1);
  if (!(size >= 1)) throw new InvalidArgumentError("Write a number and a unit, at least 1mb: 512mb or 2gb.");
  return Math.round(size);
}

/** A reader of integers from `least` up to `most`. */
export function parseInteger(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`Give an integer ${range}.`);
    }
    return value;
  };
}

/** Reads a finite number. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("Give a finite number.");
  return value;
}

/** Reads `3=0.91`, after the reports that were given before. */
export function parseReports(text: string, before: readonly TrialReport[] = []): readonly TrialReport[] {
  const [step = "", value = "", ...rest] = text.split("=");
  if (rest.length > 0) throw new InvalidArgumentError("Write a step and its value: 3=0.91.");
  return [...before, { step: parseNumber(step), value: value === "nan" ? Number.NaN : parseNumber(value) }];
}
