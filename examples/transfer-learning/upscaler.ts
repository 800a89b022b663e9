import { readFile } from "node:fs/promises";
import type { TfContext } from "@shac/tf-managed";
import type { io, LayersModel, Tensor } from "@tensorflow/tfjs";
import { loadImages, type SetName } from "./images.js";
import type { Hyperparameters } from "./study.js";

type Tf = Pick<TfContext, "tf">;

const FOLDER = new URL("../../../../../models/", import.meta.resolve("@upscalerjs/default-model"));

/** The network of the npm package, which doubles the size of photos: 19 layers with weights, 0.2 million of them. */
export async function loadUpscaler({ tf }: Tf): Promise<LayersModel> {
  const model = JSON.parse(await readFile(new URL("model.json", FOLDER), "utf8")) as io.ModelJSON;
  const artifacts = await tf.io.getModelArtifactsForJSON(model, async ([group]) => {
    const weights = await readFile(new URL(group?.paths[0] as string, FOLDER));
    return [group?.weights ?? [], new Uint8Array(weights).buffer];
  });
  return tf.loadLayersModel(tf.io.fromMemory(artifacts));
}

/** Trains the network on digits at two sizes. */
export async function fineTune({ tf }: Tf, model: LayersModel, hyperparameters: Hyperparameters): Promise<void> {
  const { trained, optimizer, learningRate, batchSize, epochs } = hyperparameters;
  const firstTrained = {
    all: 0,
    upsampling: model.layers.findIndex(({ name }) => name === "UPN1"),
    last: model.layers.length - 1,
  };
  model.layers.forEach((layer, index) => {
    layer.trainable = index >= firstTrained[trained];
  });
  model.compile({ optimizer: tf.train[optimizer](learningRate), loss: "meanSquaredError" });
  const { small, large } = await loadImages({ tf }, "training");
  await model.fit(small, large, { batchSize, epochs, verbose: 0 });
}

/** Peak signal-to-noise ratio of the doubled images against the originals, in decibels: more is better. */
export async function psnr({ tf }: Tf, model: LayersModel, set: SetName): Promise<number> {
  const { small, large } = await loadImages({ tf }, set);
  const error = tf.tidy(() => {
    const doubled = tf.clipByValue(model.predict(small, { batchSize: 32 }) as Tensor, 0, 255);
    return tf.losses.meanSquaredError(large, doubled);
  });
  return 10 * Math.log10(255 ** 2 / ((await error.data())[0] as number));
}
