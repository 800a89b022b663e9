import {
  categorical,
  createRng,
  float,
  inlineBackend,
  memoryStorage,
  Study,
  type StudyRecord,
  searchSpace,
  shacSampler,
  type Trial,
} from "@shac/core";
import { processBackend } from "@shac/threading";
import { expect, it } from "vitest";
import { untilDead } from "./processes.js";

const SOAK = process.env.SOAK !== undefined;
const BUDGET = SOAK ? 400 : 80;
const KILLS = SOAK ? 40 : 8;
const KILL_WITHIN_MS = 15;

const space = searchSpace({ x: float(-1, 1), y: float(-1, 1), kind: categorical(["a", "b"]) });
const definition = { name: "chaos", space, totalBudget: BUDGET, numBatches: 8, seed: 11, sampler: shacSampler() };
/** Fault by trial. The last two run into their time limit at once. */
const faults = { 7: "exit", 13: "flood", [BUDGET / 2]: "leak", [BUDGET - 3]: "block", [BUDGET - 2]: "wait" };
const rng = createRng(5, "chaos");

/** What makes searches equal. */
function essence(study: Study<{ x: number; y: number; kind: "a" | "b" }>): unknown {
  const trials = study.trials.map(({ number, batch, params, state, value }: Trial<unknown>) => {
    return { number, batch, params, state, value };
  });
  return { trials, stages: study.stages, best: study.best?.number };
}

/** Kills the worker of each of `victims` a random while after it was first heard of. */
function killWorkers(study: Study<unknown>, victims: Set<number>): { readonly pids: Set<number> } {
  const pids = new Set<number>();
  study.on("trial-log", ({ trial, line }) => {
    const pid = Number(line.match(/^pid (\d+)$/)?.[1]);
    if (Number.isNaN(pid)) return;
    pids.add(pid);
    if (!victims.delete(trial.number)) return;
    setTimeout(() => {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It had an end of its own.
      }
    }, rng.next() * KILL_WITHIN_MS);
  });
  return { pids };
}

it(`a search whose workers are killed at ${KILLS} random moments and fail in every other way is the search without them`, async () => {
  const storage = memoryStorage();
  const study = await Study.open(definition, { storage });
  const before = process.getActiveResourcesInfo().length;
  const victims = new Set<number>();
  while (victims.size < KILLS) victims.add(Math.floor(rng.next() * BUDGET));
  // Half of them wait for their end: on a busy machine the others may all be done when it comes.
  const held = [...victims].filter((trial) => !(trial in faults)).slice(0, KILLS / 2);
  const holds = Object.fromEntries(held.map((trial) => [trial, "hold"]));
  const { pids } = killWorkers(study as Study<unknown>, victims);
  const backend = processBackend(new URL("./fixtures/chaos-objective.js", import.meta.url), {
    workers: 4,
    memoryLimitMb: 300,
    environment: () => ({ CHAOS: JSON.stringify({ ...faults, ...holds }) }),
  });
  await study.fit(backend, { timeoutMs: 10_000, retries: 5 });

  const failed = new Map(
    study.trials.flatMap(({ number, reason }) => (reason === undefined ? [] : [[number, reason]])),
  );
  expect(Object.fromEntries(failed)).toEqual({
    7: "worker-lost",
    [BUDGET / 2]: "memory-limit",
    [BUDGET - 3]: "timeout",
    [BUDGET - 2]: "timeout",
  });
  const undisturbed = new Study(definition);
  await undisturbed.fit(
    inlineBackend<{ x: number; y: number; kind: "a" | "b" }>(({ x, y, kind }, { trial }) => {
      if (failed.has(trial)) throw new Error("as with chaos");
      return x * x + y * y + (kind === "b" ? 0.5 : 0);
    }),
  );
  expect(essence(study)).toEqual(essence(undisturbed));

  const records: StudyRecord[] = [];
  for await (const record of storage.read("chaos")) records.push(record);
  const finished = records.flatMap((record) => (record.type === "finished" ? [record.trial] : []));
  expect(finished.sort((a, b) => a - b)).toEqual(Array.from({ length: BUDGET }, (_, trial) => trial));
  const lost = records.filter(({ type }) => type === "lost").length;
  // Five of the trial that exits, and of the others some find a worker that has nothing to do.
  expect(lost).toBeGreaterThanOrEqual(5 + held.length);
  expect(victims.size).toBe(0);

  await Promise.all([...pids].map(untilDead));
  while (process.getActiveResourcesInfo().length > before) await new Promise((resolve) => setTimeout(resolve, 5));
});
