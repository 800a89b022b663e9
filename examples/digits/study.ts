import { boolean, categorical, defineStudy, float, int, ordinal, type ParamsOf, searchSpace } from "@shac/core";
import type { TfContext } from "@shac/tf-managed";
import { loadDigits, type Split } from "./data.js";

export const space = searchSpace({
  learningRate: float(1e-5, 1, { log: true }),
  optimizer: categorical(["sgd", "rmsprop", "adam"]),
  batchSize: ordinal([32, 64, 128, 256]),
  convolutions: int(1, 2),
  filters: int(2, 8, { log: true }),
  kernelSize: ordinal([3, 5]),
  units: int(16, 128, { log: true }),
  activation: categorical(["relu", "elu", "tanh", "sigmoid"]),
  dropout: float(0, 0.6),
}).when("optimizer", "sgd", { momentum: float(0, 0.95), nesterov: boolean() });

export type Hyperparameters = ParamsOf<typeof space>;

/** Read once, by the first evaluation of a worker. */
let digits: Promise<Split> | undefined;

/** Share of the validation digits that a network trained with these hyperparameters reads right. */
export default defineStudy({
  name: "digits",
  space,
  direction: "maximize",
  totalBudget: 80,
  numBatches: 8,
  seed: 1,
  keepArtifacts: "best",
  async objective(hyperparameters: Hyperparameters, { tf, directory }: TfContext) {
    const { createNetwork, evaluate, train } = await import("./network.js");
    const { saveNetwork } = await import("./saved-network.js");
    digits ??= loadDigits();
    const split = await digits;
    const network = createNetwork(tf, hyperparameters);
    await train(tf, network, split.train, hyperparameters);
    if (directory) await saveNetwork(tf, network, directory);
    const { accuracy, logLoss } = evaluate(tf, network, split.validation);
    return { value: accuracy, metrics: { logLoss } };
  },
  backend: async (studyFile, { workers = -1 }) => {
    const { tfManagedBackend } = await import("@shac/tf-managed");
    // So that the figures are the same wherever another build of TensorFlow.js is installed.
    return tfManagedBackend(studyFile, { backend: "wasm", maxCpuEvaluators: workers });
  },
});
