import { categorical, defineStudy, float, int, ordinal, type ParamsOf, searchSpace } from "@shac/core";
import type { TfContext } from "@shac/tf-managed";

export const space = searchSpace({
  trained: categorical(["all", "upsampling", "last"]),
  optimizer: categorical(["adam", "rmsprop"]),
  learningRate: float(1e-5, 1e-2, { log: true }),
  batchSize: ordinal([4, 8, 16]),
  epochs: int(1, 2),
});

export type Hyperparameters = ParamsOf<typeof space>;

/** Decibels that the upscaler reaches on the validation images when fine-tuned with these hyperparameters. */
export default defineStudy({
  name: "transfer-learning",
  space,
  direction: "maximize",
  totalBudget: 24,
  numBatches: 2,
  seed: 1,
  async objective(hyperparameters: Hyperparameters, { tf }: TfContext) {
    const { fineTune, loadUpscaler, psnr } = await import("./upscaler.js");
    const upscaler = await loadUpscaler({ tf });
    await fineTune({ tf }, upscaler, hyperparameters);
    return psnr({ tf }, upscaler, "validation");
  },
});
