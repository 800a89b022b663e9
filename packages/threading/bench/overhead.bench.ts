/// <reference path="../src/threads-library.d.ts" />
import { fileURLToPath } from "node:url";
import type { JsonObject } from "@shac/core";
import { processBackend, threadBackend } from "@shac/threading";
import { Piscina } from "piscina";
import { spawn, Thread, Worker } from "threads";
import { Tinypool } from "tinypool";
import { evaluateOn } from "./evaluate-on.js";
import { inLanes } from "./in-lanes.js";

const WORKERS = 4;
const CALLS = 1500;
const ROUNDS = 15;

interface Contender {
  call(params: JsonObject): Promise<unknown>;
  close(): unknown;
}

const path = (name: string): string => fileURLToPath(new URL(`./modules/${name}.js`, import.meta.url));
const empty = path("empty");

/** The library has no pool that outlives a lost worker; this is what its users write instead. */
async function bareThreads(): Promise<Contender> {
  const start = () =>
    spawn<(params: JsonObject) => Promise<number>>(new Worker(path("empty-thread"), { suppressResolveScript: true }), {
      timeout: 10_000,
    });
  const threads = await Promise.all(Array.from({ length: WORKERS }, start));
  const free = [...threads];
  return {
    async call(params) {
      const thread = free.pop() as (typeof threads)[number];
      await thread(params);
      free.push(thread);
    },
    close: () => Promise.all(threads.map((thread) => Thread.terminate(thread))),
  };
}

function tinypool(runtime: "child_process" | "worker_threads"): Contender {
  const pool = new Tinypool({ filename: empty, runtime, minThreads: WORKERS, maxThreads: WORKERS });
  return { call: (params) => pool.run(params), close: () => pool.destroy() };
}

function piscina(): Contender {
  const pool = new Piscina({ filename: empty, minThreads: WORKERS, maxThreads: WORKERS });
  return { call: (params) => pool.run(params), close: () => pool.close() };
}

async function ours(create: typeof processBackend | typeof threadBackend): Promise<Contender> {
  const backend = create(empty, { workers: WORKERS });
  return { call: await evaluateOn(backend), close: () => backend.close() };
}

const contenders: Record<string, Contender> = {
  processBackend: await ours(processBackend),
  "tinypool, processes": tinypool("child_process"),
  threadBackend: await ours(threadBackend),
  "threads, bare": await bareThreads(),
  "tinypool, threads": tinypool("worker_threads"),
  "piscina, threads": piscina(),
};
const params = { learningRate: 0.01, layers: 3, activation: "relu" };
const best = new Map(Object.keys(contenders).map((name) => [name, 0]));
// The first round is for warming up. Taking turns, they share whatever else the machine has to do.
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, { call }] of Object.entries(contenders)) {
    const rate = (1000 * CALLS) / (await inLanes(CALLS, WORKERS, () => call(params)));
    if (round > 0) best.set(name, Math.max(best.get(name) as number, rate));
  }
}
for (const { close } of Object.values(contenders)) await close();

const rateOf = (name: string): number => best.get(name) as number;
const ratio = (name: string, other: string) => ({
  what: `${name}, compared with ${other}`,
  measured: (rateOf(name) / rateOf(other)).toFixed(2),
  limit: "at least 0.80",
});
export const measurements = [
  ...Object.keys(contenders).map((name) => ({
    what: `${name}: calls of an empty function on ${WORKERS} workers`,
    measured: `${Math.round(rateOf(name))} a second`,
  })),
  ratio("processBackend", "tinypool, processes"),
  ratio("threadBackend", "threads, bare"),
];
