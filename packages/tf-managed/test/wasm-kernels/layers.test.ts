import { createRng } from "@shac/core";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectClose, values } from "./both-backends.js";
import { activations, layerKinds, type Stack, stack } from "./layer-kinds.js";

const SAMPLES = 8;
const { layers, train } = tf;
const dense: Stack = stack([5], () => layers.dense({ units: 4, activation: "tanh" }));

afterEach(() => {
  vi.restoreAllMocks();
});

/** The losses and weights after two epochs of two batches. */
async function trainOn(
  backend: "cpu" | "wasm",
  { shape, dtype = "float32", build }: Stack,
  createOptimizer: () => tf.Optimizer,
): Promise<number[]> {
  await tf.setBackend(backend);
  // Dropout and noise draw from it.
  const draws = createRng(1, "Math.random");
  vi.spyOn(Math, "random").mockImplementation(() => draws.next());

  const input = tf.input({ shape: [...shape], dtype });
  const features = build(input);
  const flat = features.shape.length > 2 ? layers.flatten().apply(features) : features;
  const output = layers.dense({ units: 1 }).apply(flat) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  model.setWeights(model.getWeights().map(({ shape }) => tf.div(values(shape), 2)));
  model.compile({ optimizer: createOptimizer(), loss: "meanSquaredError" });
  const sample = tf.abs(values([SAMPLES, ...shape]));
  const x = dtype === "int32" ? tf.cast(tf.mul(sample, 6), dtype) : sample;
  const { history } = await model.fit(x, values([SAMPLES, 1]), { epochs: 2, batchSize: 4, shuffle: false, verbose: 0 });
  return [...(history.loss as number[]), ...model.getWeights().flatMap((weights) => [...weights.dataSync()])];
}

async function expectSameTraining(
  stack: Stack,
  createOptimizer: () => tf.Optimizer = () => train.sgd(0.01),
): Promise<void> {
  const expected = await trainOn("cpu", stack, createOptimizer);
  expect(expected.every(Number.isFinite)).toBe(true);
  expectClose(await trainOn("wasm", stack, createOptimizer), expected, 1e-4);
}

describe("training on WASM ends with the losses and weights of the cpu backend, with", () => {
  it.each(Object.entries(layerKinds))("the layer %s", (_, stack) => expectSameTraining(stack));

  it.each(activations)("the activation %s", (activation) =>
    expectSameTraining(stack([5], () => layers.dense({ units: 4, activation }))),
  );

  it.each(["adadelta", "adagrad", "adam", "adamax", "rmsprop", "sgd"] as const)("the optimizer %s", (name) =>
    expectSameTraining(dense, () => train[name](0.01)),
  );

  it("the optimizer momentum", () => expectSameTraining(dense, () => train.momentum(0.01, 0.9, true)));
});
