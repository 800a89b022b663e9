// train-nets.ts BACKEND NET...: trains each net on wasm, tfjs-node or cpu and prints the processor time of a batch in milliseconds as JSON.
import { createRequire } from "node:module";
import { registerWasmKernels } from "@shac/tf-managed";
import type * as tfjs from "@tensorflow/tfjs";
import { nets } from "./nets.js";

const require = createRequire(import.meta.url);
const [backend = "", ...names] = process.argv.slice(2);
const tf: typeof tfjs = require(backend === "tfjs-node" ? "@tensorflow/tfjs-node" : "@tensorflow/tfjs");
if (backend === "wasm") {
  require("@tensorflow/tfjs-backend-wasm");
  registerWasmKernels(tf);
}
if (backend !== "tfjs-node") await tf.setBackend(backend);

/** The cpu backend needs up to a minute for one batch, beside which its compilation is nothing. */
const isSlow = backend === "cpu";
const batches = isSlow ? 1 : 4;
const runs = isSlow ? 1 : 4;

async function measure(name: string): Promise<number> {
  const { batch, layers } = (nets[name] as (typeof nets)[string])(tf);
  const model = tf.sequential({ layers });
  model.compile({ optimizer: tf.train.adam(1e-3), loss: "meanSquaredError" });
  const [, ...shape] = (model.layers[0] as tfjs.layers.Layer).batchInputShape as number[];
  const isWords = shape.length === 1;
  const x = isWords
    ? tf.randomUniform([batch, ...shape], 0, 1000, "int32", 1)
    : tf.randomUniform([batch, ...shape], 0, 1, "float32", 1);
  const y = tf.zeros([batch, ...(model.outputShape as number[]).slice(1)]);
  let least = Number.POSITIVE_INFINITY;
  if (!isSlow) await model.trainOnBatch(x, y);
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    for (let i = 0; i < batches; i++) await model.trainOnBatch(x, y);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000 / batches);
  }
  return least;
}

const times: Record<string, number> = {};
for (const name of names) times[name] = await measure(name);
console.log(JSON.stringify(times));
