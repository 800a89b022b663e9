import { setImmediate as nextTurn } from "node:timers/promises";
import { createRng } from "@shac/core";
import * as tf from "@tensorflow/tfjs-core";
import { initializers, type LayersModel, layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";
import { type Digit, PIXELS, shuffled } from "./data.js";
import type { Hyperparameters } from "./study.js";
import { startWasmBackend } from "./wasm-backend.js";

const EPOCHS = 3;
const CLASSES = 10;

await startWasmBackend();

/** An untrained network for images of PIXELS numbers, with weights that depend on `seed` alone. */
export function createNetwork(hyperparameters: Hyperparameters, seed: number): Sequential {
  const { activation, dropout, units } = hyperparameters;
  const seeds = createRng(seed, "network");
  const nextSeed = (): number => 1 + seeds.below(1_000_000);
  const dense = (units: number, activation: Hyperparameters["activation"] | "softmax") =>
    layers.dense({ units, activation, kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }) });

  const network = sequential();
  network.add(layers.inputLayer({ inputShape: [PIXELS] }));
  for (let layer = 0; layer < hyperparameters.layers; layer++) {
    network.add(dense(units, activation));
    network.add(layers.dropout({ rate: dropout, seed: nextSeed() }));
  }
  network.add(dense(CLASSES, "softmax"));
  return network;
}

/** Trains in an order that depends on `seed` alone. @throws the signal's reason once it is aborted */
export async function train(
  network: Sequential,
  digits: readonly Digit[],
  hyperparameters: Hyperparameters,
  { seed, signal }: { seed: number; signal: AbortSignal },
): Promise<void> {
  const { batchSize } = hyperparameters;
  const optimizer = createOptimizer(hyperparameters);
  network.compile({ optimizer, loss: "categoricalCrossentropy" });
  try {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const order = shuffled(digits.length, seed, epoch);
      while (order.length > 0) {
        const batch = order.splice(0, batchSize).map((index) => digits[index] as Digit);
        const images = imageTensor(batch);
        const labels = labelTensor(batch);
        await network.trainOnBatch(images, labels);
        tf.dispose([images, labels]);
      }
      // Training blocks the thread; this lets the search draw its display and notice Ctrl-C.
      await nextTurn();
      signal.throwIfAborted();
    }
  } finally {
    optimizer.dispose();
    // MomentumOptimizer of TensorFlow.js does not dispose what its parent class made.
    if (hyperparameters.optimizer === "sgd") tf.SGDOptimizer.prototype.dispose.call(optimizer);
  }
}

/** Share of the digits that the network reads right, and the mean of -ln of the probability that it gives to the truth. */
export function evaluate(network: LayersModel, digits: readonly Digit[]): { accuracy: number; logLoss: number } {
  const probabilities = tf.tidy(() => (network.predictOnBatch(imageTensor(digits)) as tf.Tensor).dataSync());
  let right = 0;
  let logLoss = 0;
  digits.forEach(({ label }, index) => {
    const ofImage = probabilities.subarray(index * CLASSES, (index + 1) * CLASSES);
    const ofTruth = ofImage[label] as number;
    if (ofTruth === Math.max(...ofImage)) right++;
    logLoss -= Math.log(Math.max(ofTruth, 1e-7)) / digits.length;
  });
  return { accuracy: right / digits.length, logLoss };
}

function createOptimizer({ optimizer, learningRate, momentum = 0, nesterov }: Hyperparameters): tf.Optimizer {
  return optimizer === "sgd" ? tf.train.momentum(learningRate, momentum, nesterov) : tf.train[optimizer](learningRate);
}

function imageTensor(digits: readonly Digit[]): tf.Tensor2D {
  const pixels = new Float32Array(digits.length * PIXELS);
  digits.forEach(({ image }, index) => {
    pixels.set(image, index * PIXELS);
  });
  return tf.tensor2d(pixels, [digits.length, PIXELS]);
}

function labelTensor(digits: readonly Digit[]): tf.Tensor {
  const labels = digits.map(({ label }) => label);
  return tf.tidy(() => tf.oneHot(labels, CLASSES));
}
