import type { TfContext } from "@shac/tf-managed";
import type { LayersModel, Sequential, Tensor, Tensor4D } from "@tensorflow/tfjs";
import { type Digit, SIDE } from "./data.js";
import type { Hyperparameters } from "./study.js";

type Tf = TfContext["tf"];

const EPOCHS = 3;
const CLASSES = 10;

/** An untrained convolutional network for images of SIDE by SIDE pixels. */
export function createNetwork({ layers: l, sequential }: Tf, hyperparameters: Hyperparameters): Sequential {
  const { activation, dropout, filters, kernelSize, units } = hyperparameters;
  const network = sequential();
  network.add(l.inputLayer({ inputShape: [SIDE, SIDE, 1] }));
  for (let layer = 0; layer < hyperparameters.convolutions; layer++) {
    network.add(l.conv2d({ filters: filters * 2 ** layer, kernelSize, padding: "same", activation }));
    network.add(l.maxPooling2d({ poolSize: 2 }));
  }
  network.add(l.flatten());
  network.add(l.dense({ units, activation }));
  network.add(l.dropout({ rate: dropout }));
  network.add(l.dense({ units: CLASSES, activation: "softmax" }));
  return network;
}

export async function train(
  tf: Tf,
  network: Sequential,
  digits: readonly Digit[],
  { optimizer, learningRate, momentum = 0, nesterov, batchSize }: Hyperparameters,
): Promise<void> {
  network.compile({
    optimizer:
      optimizer === "sgd" ? tf.train.momentum(learningRate, momentum, nesterov) : tf.train[optimizer](learningRate),
    loss: "categoricalCrossentropy",
  });
  const labels = digits.map(({ label }) => label);
  await network.fit(imageTensor(tf, digits), tf.oneHot(labels, CLASSES), { batchSize, epochs: EPOCHS, verbose: 0 });
}

/** Share of the digits that the network reads right, and the mean of -ln of the probability that it gives to the truth. */
export function evaluate(
  tf: Tf,
  network: LayersModel,
  digits: readonly Digit[],
): { accuracy: number; logLoss: number } {
  const probabilities = tf.tidy(() => (network.predictOnBatch(imageTensor(tf, digits)) as Tensor).dataSync());
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

function imageTensor(tf: Tf, digits: readonly Digit[]): Tensor4D {
  const pixels = new Float32Array(digits.length * SIDE ** 2);
  digits.forEach(({ image }, index) => {
    pixels.set(image, index * SIDE ** 2);
  });
  return tf.tensor4d(pixels, [digits.length, SIDE, SIDE, 1]);
}
