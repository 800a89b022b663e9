import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bullmqBackend } from "@shac/bullmq";
import { RedisServer } from "../test/redis-server.js";

const SLEEP_MS = 100;
const CALLS_A_WORKER = 50;
const LOSSES = 3;
const script = fileURLToPath(new URL("./modules/sleeping-worker.js", import.meta.url));
const channel = { signal: new AbortController().signal, onStart() {}, onReport() {}, onLog() {}, onAttributes() {} };
let trial = 0;
const request = () => ({ studyId: "bench", trial: trial++, attempt: 1, params: {}, seed: 1, pruning: [] });

await using redis = await RedisServer.start();

async function startWorker(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, redis.url], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

/** A backend that sees `count` workers. */
async function openWith(count: number): Promise<ReturnType<typeof bullmqBackend>> {
  const backend = bullmqBackend({ connection: { url: redis.url }, queue: "q" });
  const study = { id: "bench", name: "bench", fingerprint: "bench", isOver: () => true };
  let seen: (slots: number) => void = () => {};
  const there = new Promise<void>((resolve) => {
    seen = (slots) => slots >= count && resolve();
  });
  await backend.open(study, seen);
  await there;
  return backend;
}

/** What the evaluations should take, divided by what they take. */
async function efficiency(workers: number): Promise<number> {
  const backend = await openWith(workers);
  const lane = async (): Promise<void> => {
    for (let i = 0; i < CALLS_A_WORKER; i++) await backend.evaluate(request(), channel);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: workers }, lane));
  const took = performance.now() - began;
  await backend.close();
  return (CALLS_A_WORKER * SLEEP_MS) / took;
}

const workers: ChildProcess[] = [];
const rows: { what: string; measured: string; limit?: string }[] = [];
for (const count of [1, 2, 4, 8]) {
  while (workers.length < count) workers.push(await startWorker());
  const measured = (await efficiency(count)).toFixed(2);
  rows.push({
    what: `efficiency of ${count} workers, evaluations of ${SLEEP_MS} ms`,
    measured,
    limit: "at least 0.90",
  });
}

/** Milliseconds from a worker's death to the loss of its evaluation, with the default of `lostAfterMs`. */
async function lossMs(): Promise<number> {
  const backend = await openWith(1);
  const evaluation = backend.evaluate(request(), channel);
  await new Promise((resolve) => setTimeout(resolve, SLEEP_MS / 2));
  const died = performance.now();
  for (const worker of workers) worker.kill("SIGKILL");
  await evaluation.catch(() => {});
  const took = performance.now() - died;
  await backend.close();
  return took;
}

const losses: number[] = [];
for (let i = 0; i < LOSSES; i++) {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
  workers.push(await startWorker());
  losses.push(await lossMs());
}
for (const worker of workers) worker.kill("SIGKILL");
const longest = `${(Math.max(...losses) / 1000).toFixed(1)} s`;
rows.push({
  what: `from a worker's death to another attempt, longest of ${LOSSES}`,
  measured: longest,
  limit: "below 15 s",
});
export const measurements: typeof rows = rows;
