import "@tensorflow/tfjs-backend-wasm";
import { parseArgs } from "node:util";
import { Study } from "@shac/core";
import { registerWasmKernels, tfManagedBackend } from "@shac/tf-managed";
import * as tf from "@tensorflow/tfjs";
import definition, { type Hyperparameters } from "./study.js";
import { fineTune, loadUpscaler, psnr } from "./upscaler.js";

/** What one would try first: the defaults of TensorFlow.js for Adam, on all layers. */
const DEFAULTS: Hyperparameters = { trained: "all", optimizer: "adam", learningRate: 1e-3, batchSize: 16, epochs: 2 };

const { values: options } = parseArgs({ options: { budget: { type: "string", default: "24" } } });
// The workers import the objective by themselves; it cannot be called here, outside of a session.
const { objective, ...searched } = definition;
const study = new Study({ ...searched, totalBudget: Number(options.budget) });
const backend = tfManagedBackend(new URL("./study.ts", import.meta.url), { backend: "wasm", maxCpuEvaluators: -1 });
console.log(`Fine-tuning ${options.budget} times ...`);
await study.fit(backend);
const { best } = study;
if (best === undefined) throw new Error("No evaluation is complete.");
console.log("Best hyperparameters:", best.params);

registerWasmKernels(tf);
await tf.setBackend("wasm");
const unchanged = await psnr({ tf }, await loadUpscaler({ tf }), "test");
const byDefaults = await fineTuned(DEFAULTS);
const bySearch = await fineTuned(best.params);
console.log("\nOn digits that were neither trained on nor searched by:");
for (const [what, decibels] of Object.entries({
  "the network as it comes": unchanged,
  "fine-tuned with Adam's defaults": byDefaults,
  "fine-tuned with what was found": bySearch,
})) {
  console.log(`${what.padEnd(34)}${decibels.toFixed(2)} dB`);
}
if (bySearch <= unchanged || bySearch <= byDefaults) process.exitCode = 1;

async function fineTuned(hyperparameters: Hyperparameters): Promise<number> {
  const upscaler = await loadUpscaler({ tf });
  await fineTune({ tf }, upscaler, hyperparameters);
  return psnr({ tf }, upscaler, "test");
}
