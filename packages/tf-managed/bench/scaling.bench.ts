import { tfManagedBackend } from "@shac/tf-managed";
import { evaluateOn } from "./evaluate-on.js";

const EVALUATIONS = 8;
const ROUNDS = 3;
const module = new URL("./modules/train.js", import.meta.url);

/** Milliseconds of a number of evaluations, so many at once; the shortest of some rounds. */
async function timeOf(backend: "wasm" | "tfjs-node", workers: number, epochs: number): Promise<number> {
  const managed = tfManagedBackend(module, { backend, maxGpuEvaluators: 0, maxCpuEvaluators: workers });
  const evaluate = await evaluateOn(managed);
  const lane = async (count: number) => {
    for (let i = 0; i < count; i++) await evaluate({ epochs });
  };
  const lanes = () => Promise.all(Array.from({ length: workers }, () => lane(EVALUATIONS / workers)));
  await Promise.all(Array.from({ length: workers }, () => lane(1)));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await lanes();
    best = Math.min(best, performance.now() - start);
  }
  await managed.close();
  return best;
}

async function measure(backend: "wasm" | "tfjs-node") {
  const one = await timeOf(backend, 1, 4);
  const two = await timeOf(backend, 2, 4);
  return [
    { what: `${backend}: ${EVALUATIONS} evaluations on one slot`, measured: `${Math.round(one)} ms` },
    { what: `${backend}: ${EVALUATIONS} evaluations on two slots`, measured: `${Math.round(two)} ms` },
    { what: `${backend}: two slots, compared with one`, measured: `${(one / two).toFixed(2)} times as fast` },
  ];
}

export const measurements = [...(await measure("wasm")), ...(await measure("tfjs-node"))];
