import { bullmqBackend, serveEvaluator } from "@shac/bullmq";
import { inlineBackend } from "@shac/core";
import { Queue, QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";
import { RedisServer } from "../test/redis-server.js";

const WORKERS = 8;
const CALLS = 1000;
const ROUNDS = 7;
const params = { learningRate: 0.01, layers: 3, activation: "relu" };

interface Contender {
  call(): Promise<unknown>;
  close(): Promise<unknown>;
}

/** What its documentation shows: add, work, wait until finished; of the jobs that are done, the last 1000 stay. */
async function plain(url: string): Promise<Contender> {
  const clients: Redis[] = [];
  const connect = () => {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    clients.push(connection);
    return { connection, prefix: "plain" };
  };
  const queue = new Queue("q", connect());
  const events = new QueueEvents("q", connect());
  const worker = new Worker("q", async () => 1, { ...connect(), concurrency: WORKERS });
  const parts = [queue, events, worker];
  await Promise.all(parts.map((part) => part.waitUntilReady()));
  return {
    call: async () =>
      (await queue.add("evaluation", params, { removeOnComplete: { count: 1000 } })).waitUntilFinished(events),
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
      for (const client of clients) client.disconnect();
    },
  };
}

async function ours(url: string): Promise<Contender> {
  const options = { connection: { url }, queue: "q" };
  const study = { id: "bench", name: "bench", fingerprint: "bench", isOver: () => true };
  const service = await serveEvaluator(
    inlineBackend(() => 1, { concurrency: WORKERS }),
    { ...options, study },
  );
  const backend = bullmqBackend(options);
  await backend.open(study, () => {});
  const channel = { signal: new AbortController().signal, onStart() {}, onReport() {}, onLog() {}, onAttributes() {} };
  let trial = 0;
  return {
    call: () =>
      backend.evaluate({ studyId: "bench", trial: trial++, attempt: 1, params, seed: 1, pruning: [] }, channel),
    close: async () => {
      await backend.close();
      await service.close();
    },
  };
}

/** Calls a second, `lanes` at once. */
async function rateOf({ call }: Contender, calls: number, lanes: number): Promise<number> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun++ < calls) await call();
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  return (1000 * calls) / (performance.now() - began);
}

await using redis = await RedisServer.start();
const contenders = { plain: await plain(redis.url), ours: await ours(redis.url) };
const best = { many: { plain: 0, ours: 0 }, single: { plain: 0, ours: 0 } };
// The first round is for warming up. Taking turns, they share whatever else the machine has to do.
for (let round = 0; round <= ROUNDS; round++) {
  for (const name of ["plain", "ours"] as const) {
    const many = await rateOf(contenders[name], CALLS, WORKERS);
    const single = await rateOf(contenders[name], CALLS / 5, 1);
    if (round === 0) continue;
    best.many[name] = Math.max(best.many[name], many);
    best.single[name] = Math.max(best.single[name], single);
  }
}
for (const { close } of Object.values(contenders)) await close();

const { many, single } = best;
const milliseconds = (rate: number): string => `${(1000 / rate).toFixed(2)} ms`;
export const measurements = [
  { what: `plain BullMQ: empty jobs, ${WORKERS} at once`, measured: `${Math.round(many.plain)} a second` },
  { what: `bullmqBackend: empty evaluations, ${WORKERS} at once`, measured: `${Math.round(many.ours)} a second` },
  {
    what: "the same, compared with plain BullMQ",
    measured: (many.ours / many.plain).toFixed(2),
    limit: "at least 0.70",
  },
  { what: "plain BullMQ: one job there and back", measured: milliseconds(single.plain) },
  { what: "bullmqBackend: one evaluation there and back", measured: milliseconds(single.ours) },
];
