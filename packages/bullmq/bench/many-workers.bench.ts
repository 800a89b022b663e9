import { bullmqBackend, serveEvaluator } from "@shac/bullmq";
import { inlineBackend } from "@shac/core";
import { Redis } from "ioredis";
import { studiesKey, workersKey } from "../src/redis/queue-keys.js";
import { BEAT, LOOK } from "../src/redis/scripts.js";
import { WorkerWatch } from "../src/study/worker-watch.js";
import { BEAT_MS, encodeRecord, KEEP_MS } from "../src/wire/worker-record.js";
import { RedisServer } from "../test/redis-server.js";

const WORKERS = 1000;
const BEATS = 20_000;
const LOOKS = 100;
const EVALUATIONS = 5000;
const STUDY_ID = "5f0c6b1e-0b0e-4d7a-9d7e-2f4a1f0d7c11";

await using redis = await RedisServer.start();
const client = new Redis(redis.url);

/** Seconds of processor time that Redis has used. */
async function redisSeconds(): Promise<number> {
  const info = await client.info("cpu");
  const [user = 0, system = 0] = ["used_cpu_user", "used_cpu_sys"].map((name) =>
    Number(new RegExp(`^${name}:(.*)$`, "m").exec(info)?.[1]),
  );
  return user + system;
}

/** Microseconds of Redis a piece of `work`. */
async function cost(pieces: number, work: () => Promise<unknown>): Promise<number> {
  const before = await redisSeconds();
  await work();
  return (1e6 * ((await redisSeconds()) - before)) / pieces;
}

function recordOf(worker: number, beat: number): string {
  return encodeRecord({
    name: `host-${worker}:4321:0a1b`,
    host: `host-${worker}`,
    backend: "processes",
    fingerprint: "0123456789abcdef",
    slots: 1,
    running: [`${STUDY_ID}.${worker}.1`],
    done: beat,
    failed: 0,
    refused: 0,
    beat,
  });
}

const beats = await cost(BEATS, async () => {
  for (let i = 0; i < BEATS; i += 100) {
    const some = Array.from({ length: 100 }, (_, j) => {
      const worker = (i + j) % WORKERS;
      const job = `shac:q.f:${STUDY_ID}.${worker}.1`;
      return client.eval(BEAT, 1, workersKey("q"), `host-${worker}`, recordOf(worker, i), KEEP_MS, job);
    });
    await Promise.all(some);
  }
});

const jobs = Array.from({ length: WORKERS }, (_, worker) => `shac:q.f:${STUDY_ID}.${worker}.1`);
const watch = new WorkerWatch("0123456789abcdef", 10_000, BEAT_MS);
let studyMs = 0;
const looks = await cost(LOOKS, async () => {
  for (let i = 0; i < LOOKS; i++) {
    const answer = await client.eval(LOOK, 2, studiesKey("q"), workersKey("q"), "id", "{}", KEEP_MS, ...jobs);
    const began = process.cpuUsage();
    watch.look(Date.now(), (answer as [string, string[]])[1]);
    studyMs += process.cpuUsage(began).user / 1000;
  }
});

const study = { id: "bench", name: "bench", fingerprint: "bench", isOver: () => true };
const options = { connection: { url: redis.url }, queue: "e" };
const service = await serveEvaluator(
  inlineBackend(() => 1, { concurrency: 8 }),
  { ...options, study },
);
const backend = bullmqBackend(options);
await backend.open(study, () => {});
const channel = { signal: new AbortController().signal, onStart() {}, onReport() {}, onLog() {}, onAttributes() {} };
const cpuBefore = process.cpuUsage();
const evaluations = await cost(EVALUATIONS, async () => {
  let trial = 0;
  const lane = async (): Promise<void> => {
    while (trial < EVALUATIONS) {
      const request = { studyId: "bench", trial: trial++, attempt: 1, params: {}, seed: 1, pruning: [] };
      await backend.evaluate(request, channel);
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
});
const { user, system } = process.cpuUsage(cpuBefore);
const nodeMs = (user + system) / 1000 / EVALUATIONS;
await backend.close();
await service.close();
client.disconnect();

const ticks = 1000 / BEAT_MS;
const standing = (WORKERS * ticks * beats + ticks * looks) / 1e6;
const percent = (share: number): string => `${(100 * share).toFixed(0)} % of a core`;
export const measurements = [
  { what: "Redis: one beat of a worker", measured: `${beats.toFixed(0)} µs` },
  {
    what: `Redis: one look of a study at ${WORKERS} workers with a job each`,
    measured: `${(looks / 1000).toFixed(1)} ms`,
  },
  { what: "study: reading that look", measured: `${(studyMs / LOOKS).toFixed(1)} ms` },
  { what: "Redis: one evaluation, there and back", measured: `${evaluations.toFixed(0)} µs` },
  { what: "Node.js: one evaluation, study and worker together", measured: `${nodeMs.toFixed(2)} ms` },
  { what: `Redis, with ${WORKERS} workers that wait`, measured: percent(standing) },
  {
    what: `evaluations a second that Redis has left for ${WORKERS} workers`,
    measured: `${Math.floor((1e6 * (1 - standing)) / evaluations)}`,
  },
];
