import { deepStrictEqual } from "node:assert/strict";
import type { StudyHeader, StudyRecord } from "../../storage/records.js";
import type { StudyStorage } from "../../storage/study-storage.js";

export function sampleHeader(name: string): StudyHeader {
  return {
    type: "study",
    format: 1,
    id: "5f0c6b1e-0b0e-4d7a-9d7e-2f4a1f0d7c11",
    name,
    created: "2026-11-24T12:00:00.000Z",
    space: { parameters: [{ name: "x", kind: "float", low: -1e-300, high: 1e300 }] },
    direction: "maximize",
    constraints: { latencyMs: { max: 5 } },
    totalBudget: 100,
    batchSize: 10,
    seed: 4294967295,
    mode: "batch",
    sampler: { name: "shac", options: { maxClassifiers: 18, earlyStop: false } },
    fingerprint: "0".repeat(64),
  };
}

/** A small record, told from others by `trial`. */
export function sampleRecord(trial: number): StudyRecord {
  return { type: "report", trial, step: 0, value: trial / 3 };
}

/** One record of each kind with every field, among them what text formats lose most easily. */
export const SAMPLE_RECORDS: readonly StudyRecord[] = [
  { type: "budget", totalBudget: 200 },
  {
    type: "proposed",
    batch: 0,
    first: 0,
    points: [
      [0, -0, 0.1 + 0.2],
      [1 - 2 ** -53, 5e-324, 1e-300],
    ],
    params: [
      { x: -0, choice: "1", other: 1, flag: false, nothing: null, list: [1, "", [true]] },
      { "": "empty", 'a,"b"\n\r\t\u2028': "\u0000 \ud83d\ude00 \ud800 ünï", $: "NaN", $$: { $: "NaN" } },
    ],
    stages: [],
    clockMs: 12.5,
  },
  {
    type: "imported",
    trial: 2,
    point: [0.5],
    params: JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toJSON":2}'),
    value: Number.MAX_VALUE,
    metrics: { loss: Number.NaN },
  },
  {
    type: "imported",
    trial: 3,
    point: [0.25],
    params: {},
    state: "failed",
    reason: "error",
    attributes: { host: "a" },
  },
  { type: "enqueued", points: [{ point: [-0, 0.5], params: { x: -0, list: [1, "1"] } }] },
  { type: "asked", trial: 0, attempt: 1, at: "2026-11-24T12:00:00.500Z" },
  { type: "retried", trials: [0, 7] },
  { type: "started", trial: 0, attempt: 1, workerId: 3, host: "a host", at: "2026-11-24T12:00:01.000Z" },
  { type: "report", trial: 0, step: 2 ** 53 - 1, value: Number.NEGATIVE_INFINITY },
  { type: "lost", trial: 0, attempt: 1, message: "signal 9\nKilled" },
  {
    type: "finished",
    trial: 0,
    attempt: 2,
    state: "failed",
    reason: "error",
    error: { name: "TypeError", message: "x", code: "E", stack: "at a\nat b", cause: { name: "Error", message: "" } },
    attributes: { tensorsLeaked: 50 },
    elapsedMs: 0.1,
    clockMs: 13,
  },
  {
    type: "finished",
    trial: 1,
    attempt: 1,
    state: "complete",
    value: -0,
    metrics: { latencyMs: Number.POSITIVE_INFINITY, accuracy: -0 },
    attributes: { provider: "cpu", nested: { deep: [null, { deeper: -0 }] } },
    elapsedMs: 1e-7,
    clockMs: 13.25,
  },
];

/** Everything that `storage` has of the study. */
export async function readAll(storage: StudyStorage, name: string): Promise<StudyRecord[]> {
  const records: StudyRecord[] = [];
  for await (const record of storage.read(name)) records.push(record);
  return records;
}

/** Checks what was read against what was written; -0 is not 0. */
export function expectRecords(actual: readonly StudyRecord[], expected: readonly StudyRecord[]): void {
  deepStrictEqual([...actual], [...expected]);
}
