import { categorical, defineStudy, float, int, searchSpace } from "@shac/core";
import type { TfContext } from "@shac/tf-managed";

/** Points of two half moons, and of which of them they are. Put your data in their place. */
const examples = Array.from({ length: 400 }, (_, i) => {
  const turn = Math.PI * ((0.618034 * i) % 1);
  const isUpper = i % 2 === 0;
  const x = (isUpper ? Math.cos(turn) : 1 - Math.cos(turn)) + 0.3 * Math.sin(7 * i);
  const y = (isUpper ? Math.sin(turn) : 0.5 - Math.sin(turn)) + 0.3 * Math.sin(11 * i);
  return { point: [x, y], label: [Number(isUpper)] };
});
const training = examples.slice(0, 300);
const validation = examples.slice(300);

export default defineStudy({
  name: "study",
  // What may be tried. Numbers whose factors matter rather than their differences take { log: true }.
  space: searchSpace({
    units: int(2, 32, { log: true }),
    activation: categorical(["relu", "tanh"]),
    optimizer: categorical(["sgd", "rmsprop", "adam"]),
    learningRate: float(1e-4, 1, { log: true }),
  }),
  direction: "maximize",
  totalBudget: 60,
  numBatches: 6,
  seed: 1,
  async objective({ units, activation, optimizer, learningRate }, { tf }: TfContext) {
    const model = tf.sequential();
    model.add(tf.layers.dense({ units, activation, inputShape: [2] }));
    model.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
    model.compile({ optimizer: tf.train[optimizer](learningRate), loss: "binaryCrossentropy", metrics: ["accuracy"] });
    const points = tf.tensor2d(training.map(({ point }) => point));
    const labels = tf.tensor2d(training.map(({ label }) => label));
    const { history } = await model.fit(points, labels, {
      epochs: 10,
      batchSize: 32,
      verbose: 0,
      validationData: [
        tf.tensor2d(validation.map(({ point }) => point)),
        tf.tensor2d(validation.map(({ label }) => label)),
      ],
    });
    // Tensors that are left are released when the evaluation ends.
    return Number(history.val_acc?.at(-1));
  },
  // One evaluation on each core. Where TensorFlow finds GPUs, one on each of them.
  backend: async (studyFile, { workers = -1 }) => {
    const { tfManagedBackend } = await import("@shac/tf-managed");
    return tfManagedBackend(studyFile, { maxCpuEvaluators: workers });
  },
});
