import type * as tfjs from "@tensorflow/tfjs";

interface Net {
  readonly batch: number;
  readonly layers: tfjs.layers.Layer[];
}

/** The convolutional nets that the backends are compared on, and two dense ones. */
export const nets: Readonly<Record<string, (tf: typeof tfjs) => Net>> = {
  "digits, 2 convolutions of 8 and 16": ({ layers: l }) => ({
    batch: 64,
    layers: [
      l.conv2d({ filters: 8, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }),
      l.maxPooling2d({ poolSize: 2 }),
      l.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
      l.maxPooling2d({ poolSize: 2 }),
      l.flatten(),
      l.dense({ units: 10, activation: "softmax" }),
    ],
  }),
  "photos, 4 convolutions of 32 to 64": ({ layers: l }) => ({
    batch: 32,
    layers: [
      l.conv2d({ filters: 32, kernelSize: 3, padding: "same", activation: "relu", inputShape: [32, 32, 3] }),
      l.conv2d({ filters: 32, kernelSize: 3, padding: "same", activation: "relu" }),
      l.maxPooling2d({ poolSize: 2 }),
      l.conv2d({ filters: 64, kernelSize: 3, padding: "same", activation: "relu" }),
      l.conv2d({ filters: 64, kernelSize: 3, padding: "same", activation: "relu" }),
      l.maxPooling2d({ poolSize: 2 }),
      l.flatten(),
      l.dense({ units: 10, activation: "softmax" }),
    ],
  }),
  "photos, depthwise and separable with batch normalisation": ({ layers: l }) => ({
    batch: 32,
    layers: [
      l.conv2d({ filters: 16, kernelSize: 3, strides: 2, padding: "same", inputShape: [32, 32, 3] }),
      l.batchNormalization(),
      l.reLU(),
      l.depthwiseConv2d({ kernelSize: 3, padding: "same" }),
      l.batchNormalization(),
      l.reLU(),
      l.conv2d({ filters: 32, kernelSize: 1 }),
      l.batchNormalization(),
      l.reLU(),
      l.separableConv2d({ filters: 64, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
      l.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      l.dense({ units: 10, activation: "softmax" }),
    ],
  }),
  "words, embedding and conv1d": ({ layers: l }) => ({
    batch: 32,
    layers: [
      l.embedding({ inputDim: 1000, outputDim: 32, inputLength: 64 }),
      l.conv1d({ filters: 64, kernelSize: 5, activation: "relu" }),
      l.globalMaxPooling1d(),
      l.dense({ units: 10, activation: "softmax" }),
    ],
  }),
  "autoencoder, strided and transposed": ({ layers: l }) => ({
    batch: 32,
    layers: [
      l.conv2d({
        filters: 16,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        activation: "relu",
        inputShape: [28, 28, 1],
      }),
      l.conv2d({ filters: 32, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
      l.conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
      l.conv2dTranspose({ filters: 1, kernelSize: 3, strides: 2, padding: "same" }),
    ],
  }),
  "dense, 2 layers of 256": ({ layers: l }) => ({
    batch: 32,
    layers: [
      l.dense({ units: 256, activation: "relu", inputShape: [64] }),
      l.dense({ units: 256, activation: "relu" }),
      l.dense({ units: 10, activation: "softmax" }),
    ],
  }),
};
