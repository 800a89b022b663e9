import { categorical, int, searchSpace } from "@shac/core";

// The objective is the command that the script in package.json gives to `shac run`.
export default {
  name: "study",
  // What may be tried. Numbers whose factors matter rather than their differences take { log: true }.
  space: searchSpace({
    size: int(1, 1024, { log: true }),
    strategy: categorical(["greedy", "lazy"]),
  }),
  direction: "minimize",
  totalBudget: 40,
  numBatches: 4,
  seed: 1,
};
