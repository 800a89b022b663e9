import { availableParallelism } from "node:os";
import { Evaluator } from "./evaluator.js";

const EVALUATIONS = 8;
const ROUNDS = 3;
const cores = availableParallelism();

/** Batches of 64 windows, 30 runs an evaluation. */
const work = { input: [64, 576], state: [2, 64, 128], runs: 30 };
/** What ONNX Runtime does when nobody divides the cores: all of them in each session, and threads that spin. */
const undivided = {
  intraOpNumThreads: cores,
  extra: { session: { intra_op: { allow_spinning: "1" }, inter_op: { allow_spinning: "1" } } },
};

const one = new Evaluator(1);
const all = new Evaluator(cores);
await Promise.all([one.open(), all.open()]);
const contenders = {
  [`1 worker, ${cores} threads`]: () => one.time(EVALUATIONS, work),
  [`${cores} workers, 1 thread each`]: () => all.time(EVALUATIONS, work),
  [`1 worker, ONNX Runtime's own threads (${cores}, spinning)`]: () =>
    one.time(EVALUATIONS, { ...work, options: undivided }),
  [`${cores} workers, ONNX Runtime's own threads (${cores} each, spinning)`]: () =>
    all.time(EVALUATIONS, { ...work, options: undivided }),
};

const shortest = new Map<string, number>();
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, time] of Object.entries(contenders)) {
    const ms = await time();
    // The first round loads.
    if (round > 0) shortest.set(name, Math.min(shortest.get(name) ?? ms, ms));
  }
}
await Promise.all([one.close(), all.close()]);

const [first] = shortest.values();
export const measurements = [...shortest].map(([name, ms]) => ({
  what: name,
  measured: `${((1000 * EVALUATIONS) / ms).toFixed(1)} evaluations a second (${((first as number) / ms).toFixed(2)} of the first)`,
}));
