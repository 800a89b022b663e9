import { loadTf, tfManagedBackend } from "@shac/tf-managed";
import { evaluateOn } from "./evaluate-on.js";
import { train } from "./modules/train.js";

const ROUNDS = 12;
/** Milliseconds that a training is to take. */
const AIM = 1000;
const module = new URL("./modules/train.js", import.meta.url);

// As managed workers have it; read when the library is loaded.
for (const name of ["TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"]) process.env[name] = "1";

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Trains in turns, by hand in this process and managed in another, and compares the medians. */
async function measure(backend: "wasm" | "tfjs-node") {
  const { tf } = await loadTf(backend, import.meta.url);
  const byHand = async (epochs: number) => (await train(tf, epochs, 1)).dispose();
  await byHand(2);
  const epochs = Math.max(1, Math.round(AIM / ((await timed(() => byHand(4))) / 4)));
  const managed = tfManagedBackend(module, { backend, maxGpuEvaluators: 0 });
  const evaluate = await evaluateOn(managed);
  await evaluate({ epochs });
  const times = { byHand: [] as number[], managed: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.byHand.push(await timed(() => byHand(epochs)));
    times.managed.push(await timed(() => evaluate({ epochs })));
  }
  await managed.close();
  const [hand, other] = [median(times.byHand), median(times.managed)];
  return [
    { what: `${backend}: training by hand in one process, median of ${ROUNDS}`, measured: `${Math.round(hand)} ms` },
    { what: `${backend}: the same in managed evaluations`, measured: `${Math.round(other)} ms` },
    { what: `${backend}: managed, compared with by hand`, measured: (other / hand).toFixed(3), limit: "at most 1.10" },
  ];
}

export const measurements = [...(await measure("wasm")), ...(await measure("tfjs-node"))];
