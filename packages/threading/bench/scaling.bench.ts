import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { processBackend, threadBackend } from "@shac/threading";
import { evaluateOn } from "./evaluate-on.js";
import { inLanes } from "./in-lanes.js";
import compute from "./modules/compute.js";

const WORKERS = 4;
const EVALUATION_MS = 50;
const EVALUATIONS = 80;
const ROUNDS = 5;

/** Rounds of work that take so many milliseconds when nothing else runs. */
function calibrate(): number {
  let rounds = 1000;
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const began = performance.now();
    compute({ rounds });
    fastest = Math.min(fastest, (performance.now() - began) / rounds);
    rounds = Math.ceil(EVALUATION_MS / fastest);
  }
  return rounds;
}

const params = { rounds: calibrate() };
const processes = processBackend(new URL("./modules/compute.js", import.meta.url), { workers: WORKERS });
const threads = threadBackend(new URL("./modules/compute.js", import.meta.url), { workers: WORKERS });
const onProcesses = await evaluateOn(processes);
const onThreads = await evaluateOn(threads);
const script = fileURLToPath(new URL("./modules/compute-process.js", import.meta.url));
const children = Array.from({ length: WORKERS }, () => fork(script));
const free = [...children];

const contenders: Record<string, () => Promise<unknown>> = {
  "bare child processes": async () => {
    const child = free.pop() as ChildProcess;
    child.send(params);
    await once(child, "message");
    free.push(child);
  },
  processBackend: () => onProcesses(params),
  threadBackend: () => onThreads(params),
};
const shortest = new Map<string, number>();
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, call] of Object.entries(contenders)) {
    const ms = await inLanes(round === 0 ? WORKERS : EVALUATIONS, WORKERS, call);
    if (round > 0) shortest.set(name, Math.min(shortest.get(name) ?? ms, ms));
  }
}
for (const child of children) child.kill();
await processes.close();
await threads.close();

const gain = (name: string): number => (EVALUATIONS * EVALUATION_MS) / (shortest.get(name) as number);
const bare = gain("bare child processes");
export const measurements = Object.keys(contenders).map((name) => ({
  what: `${name}: gain of ${WORKERS} workers on ${EVALUATIONS} evaluations of ${EVALUATION_MS} ms`,
  measured: `${gain(name).toFixed(2)} (${(gain(name) / bare).toFixed(2)} of the bare ones)`,
  ...(name === "processBackend" && { limit: "at least 0.90 of the bare ones" }),
}));
