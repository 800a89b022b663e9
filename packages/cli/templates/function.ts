import { categorical, defineStudy, float, int, searchSpace } from "@shac/core";

export default defineStudy({
  name: "study",
  // What may be tried. Numbers whose factors matter rather than their differences take { log: true }.
  space: searchSpace({
    learningRate: float(1e-5, 1, { log: true }),
    layers: int(1, 6),
    activation: categorical(["relu", "tanh", "gelu"]),
  }),
  direction: "minimize",
  totalBudget: 100,
  numBatches: 10,
  seed: 1,
  async objective({ learningRate, layers, activation }) {
    // Call here what you tune, and return how good it was. This stands for it: best at 0.01, three layers and gelu.
    const misfit = Math.abs(Math.log10(learningRate) + 2) + Math.abs(layers - 3);
    return misfit + (activation === "gelu" ? 0 : 1);
  },
});
