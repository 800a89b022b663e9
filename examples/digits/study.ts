import { boolean, categorical, defineStudy, float, int, ordinal, type ParamsOf, searchSpace } from "@shac/core";
import { loadDigits, type Split } from "./data.js";

export const space = searchSpace({
  learningRate: float(1e-5, 1, { log: true }),
  optimizer: categorical(["sgd", "rmsprop", "adam"]),
  batchSize: ordinal([64, 128, 256, 512]),
  layers: int(1, 3),
  units: int(16, 128, { log: true }),
  activation: categorical(["relu", "elu", "tanh", "sigmoid"]),
  dropout: float(0, 0.6),
}).when("optimizer", "sgd", { momentum: float(0, 0.95), nesterov: boolean() });

export type Hyperparameters = ParamsOf<typeof space>;

/** Read once, by the first evaluation. */
let digits: Promise<Split> | undefined;

/** Share of the validation digits that a network trained with these hyperparameters reads right. */
export default defineStudy({
  name: "digits",
  space,
  direction: "maximize",
  totalBudget: 200,
  numBatches: 10,
  seed: 1,
  keepArtifacts: "best",
  async objective(hyperparameters, { seed, signal, directory }) {
    const { createNetwork, evaluate, train } = await import("./network.js");
    const { saveNetwork } = await import("./saved-network.js");
    digits ??= loadDigits();
    const split = await digits;

    const network = createNetwork(hyperparameters, seed);
    try {
      await train(network, split.train, hyperparameters, { seed, signal });
      if (directory) await saveNetwork(network, directory);
      const { accuracy, logLoss } = evaluate(network, split.validation);
      return { value: accuracy, metrics: { logLoss } };
    } finally {
      network.dispose();
    }
  },
});
