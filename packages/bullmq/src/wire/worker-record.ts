import { decodeMessage, encodeMessage } from "@shac/core";
import { isObject, isText, isWhole } from "./schema.js";

/** Milliseconds between two signs of life of a worker, and between two looks of a study at them. */
export const BEAT_MS = 500;

/** Milliseconds after which what was said last about a worker or a study that fell silent is removed. */
export const KEEP_MS = 60_000;

/** What a worker says of itself with every beat. */
export interface WorkerRecord {
  readonly name: string;
  readonly host: string;
  /** Name of the backend that it serves. */
  readonly backend: string;
  readonly fingerprint: string;
  /** Evaluations at once. */
  readonly slots: number;
  /** Ids of the jobs that it holds. */
  readonly running: readonly string[];
  /** Since it began: evaluations that ended well, ... */
  readonly done: number;
  /** ... that failed or were lost, ... */
  readonly failed: number;
  /** ... and jobs that were no evaluations. */
  readonly refused: number;
  /** Raised with every beat. */
  readonly beat: number;
}

/** What a study says of itself while it runs. */
export interface StudyRecord {
  readonly name: string;
  readonly fingerprint: string;
}

export function encodeRecord(record: WorkerRecord | StudyRecord): string {
  return encodeMessage(record);
}

/** A record and the time at which Redis got it, in milliseconds since 1970; undefined for what is none. */
export function decodeWorker(text: string): (WorkerRecord & { readonly at: number }) | undefined {
  const { at, record } = split(text);
  if (!isObject(record)) return undefined;
  const { name, host, backend, fingerprint, slots, running, done, failed, refused, beat } = record;
  if (![name, host, backend, fingerprint].every(isText) || !Array.isArray(running) || !running.every(isText))
    return undefined;
  if (![slots, done, failed, refused, beat].every((count) => isWhole(count))) return undefined;
  return { ...(record as unknown as WorkerRecord), at };
}

export function decodeStudy(text: string): (StudyRecord & { readonly at: number }) | undefined {
  const { at, record } = split(text);
  if (!isObject(record) || !isText(record.name) || !isText(record.fingerprint)) return undefined;
  return { name: record.name, fingerprint: record.fingerprint, at };
}

/** The script that keeps a record writes the seconds in front of it. */
function split(text: string): { readonly at: number; readonly record: unknown } {
  const space = text.indexOf(" ");
  try {
    return { at: Number(text.slice(0, space)) * 1000, record: decodeMessage(text.slice(space + 1)) };
  } catch {
    return { at: 0, record: undefined };
  }
}
