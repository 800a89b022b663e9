import { setTimeout } from "node:timers/promises";
import { defineStudy, float, int, searchSpace } from "@shac/core";

export default defineStudy({
  name: "cluster",
  space: searchSpace({ rate: float(1e-4, 1, { log: true }), depth: int(1, 8) }),
  totalBudget: 60,
  numBatches: 6,
  seed: 1,
  async objective({ rate, depth }) {
    // Stands for a training.
    await setTimeout(50);
    return (rate - 0.01) * (rate - 0.01) + Math.abs(depth - 5);
  },
});
