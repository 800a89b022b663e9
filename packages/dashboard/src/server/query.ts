import type { Context } from "hono";
import { invalidQuery } from "./request-error.js";

/** What a part of the query says, at most this long. */
const MAX_LENGTH = 4000;

/** @throws RequestError when it is too long */
export function readText(context: Context, key: string, absent: string): string {
  const text = context.req.query(key) ?? absent;
  if (text.length > MAX_LENGTH)
    throw invalidQuery(`${key} has ${text.length} characters; at most ${MAX_LENGTH} are read.`);
  return text;
}

/** @throws RequestError when it is no whole number from `least` to `most` */
export function readInteger(
  context: Context,
  key: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER, absent }: { least?: number; most?: number; absent?: number },
): number {
  const text = readText(context, key, absent === undefined ? "" : String(absent));
  return parseInteger(key, text, least, most);
}

/** @throws RequestError when `text` is no whole number from `least` to `most` */
export function parseInteger(key: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw invalidQuery(`${key} is ${show(text)}; give a whole number ${range}.`);
}

/** @throws RequestError when it is none of `choices`; the first is the default */
export function readChoice<const T extends string>(context: Context, key: string, choices: readonly [T, ...T[]]): T {
  const text = readText(context, key, choices[0]);
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw invalidQuery(`${key} is ${show(text)}; give ${choices.join(" or ")}.`);
  return choice;
}

function show(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}
