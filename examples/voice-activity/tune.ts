import { Study } from "@shac/core";
import { onnxBackend } from "@shac/onnx";
import definition, { MAX_MS_PER_SECOND, type Params } from "./study.js";

/** Searches on the tuning set, ten evaluations a batch, and resolves to the best settings that are fast enough. */
export async function tune(numBatches: number): Promise<Params> {
  // The workers import the objective by themselves; it cannot be called here, where there is no ONNX Runtime.
  const { objective, backend, ...options } = definition;
  const study = new Study({ ...options, totalBudget: 10 * numBatches, numBatches });
  study.on("batch-finished", ({ batch, bestSoFar }) => {
    console.log(
      `batch ${batch + 1}  ${bestSoFar === undefined ? "none is fast enough" : `F1 ${bestSoFar.toFixed(4)}`}`,
    );
  });
  await study.fit(onnxBackend(new URL("./study.ts", import.meta.url)));
  if (study.best === undefined) {
    throw new Error(`No settings need less than ${MAX_MS_PER_SECOND} ms for a second of sound on this machine.`);
  }
  return study.best.params;
}
