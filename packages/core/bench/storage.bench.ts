import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRng, decodeMessage, encodeMessage, type StudyHeader, type StudyRecord } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { type Measurement, shortest } from "./record.js";

const BATCHES = 1000;
const BATCH_SIZE = 100;

const header: StudyHeader = {
  type: "study",
  format: 1,
  id: "b7e0c7f4-53a5-4f0b-8a53-0f3a3f3b5f10",
  name: "big",
  created: "2026-11-24T12:00:00.000Z",
  space: {},
  direction: "minimize",
  totalBudget: BATCHES * BATCH_SIZE,
  batchSize: BATCH_SIZE,
  seed: 1,
  mode: "batch",
  sampler: { name: "random", options: {} },
  fingerprint: "f",
};

/** What a study of four parameters appends in one batch. */
function batchRecords(batch: number): StudyRecord[] {
  const rng = createRng(1, "bench", batch, 0);
  const first = batch * BATCH_SIZE;
  const points = Array.from({ length: BATCH_SIZE }, () => [rng.next(), rng.next(), rng.next(), rng.next()]);
  const params = points.map(([rate = 0, , , dropout = 0]) => ({ rate, layers: 3, activation: "relu", dropout }));
  return [
    { type: "proposed", batch, first, points, params, stages: [], clockMs: batch },
    ...points.flatMap(([value = 0], i): StudyRecord[] => [
      { type: "started", trial: first + i, attempt: 1, workerId: 0, at: "2026-11-24T12:00:00.000Z" },
      { type: "finished", trial: first + i, attempt: 1, state: "complete", value, elapsedMs: value, clockMs: batch },
    ]),
  ];
}

/** The shortest of three runs, in milliseconds. */
async function shortestOfThree(run: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const directory = mkdtempSync(join(tmpdir(), "shac-bench-"));
const storage = journalStorage(directory);

const writer = await storage.open("small", { ...header, name: "small" });
const report: StudyRecord = { type: "report", trial: 1, step: 1, value: 0.25 };
const single = await shortestOfThree(async () => {
  for (let i = 0; i < 300; i++) await writer.append(report);
});
const concurrent = await shortestOfThree(async () => {
  for (let i = 0; i < 50; i++) await Promise.all(Array.from({ length: 100 }, () => writer.append(report)));
});
await writer.close();

const big = await storage.open("big", header);
for (let batch = 0; batch < BATCHES; batch++) {
  await Promise.all(batchRecords(batch).map((each) => big.append(each)));
}
await big.close();
const opening = await shortestOfThree(async () => (await storage.open("big", header)).close());
const reading = await shortestOfThree(async () => {
  for await (const _ of storage.read("big"));
});
const megabytes = statSync(join(directory, "big", "journal.jsonl")).size / 1e6;
rmSync(directory, { recursive: true });

const [proposed, , finished] = batchRecords(0);
const text = encodeMessage(finished);
const encoding = shortest(20, () => Array.from({ length: 1000 }, () => encodeMessage(finished)));
const decoding = shortest(20, () => Array.from({ length: 1000 }, () => decodeMessage(text)));
const batchText = encodeMessage(proposed);
const decodingBatch = shortest(20, () => decodeMessage(batchText));

const trials = `${BATCHES * BATCH_SIZE} trials (${megabytes.toFixed(0)} MB)`;
export const measurements: readonly Measurement[] = [
  { what: `open a journal of ${trials}`, measured: `${(opening / 1000).toFixed(2)} s`, limit: "1 s" },
  { what: `read a journal of ${trials} record by record`, measured: `${(reading / 1000).toFixed(2)} s` },
  { what: "appends one after the other, each with its fsync", measured: `${Math.round(300e3 / single)} a second` },
  { what: "appends 100 at once, sharing fsyncs", measured: `${Math.round(5000e3 / concurrent)} a second` },
  { what: "encode a finished trial", measured: `${encoding.toFixed(2)} µs` },
  { what: "decode a finished trial", measured: `${decoding.toFixed(2)} µs` },
  { what: "decode a proposed batch of 100", measured: `${(1000 * decodingBatch).toFixed(0)} µs` },
];
