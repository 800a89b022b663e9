import { type Hyperparameters, noiseRatio, warpOf } from "./hyperparameters.js";
import { Kernel } from "./kernel.js";
import { dot, factorize, solveLower, solveUpper } from "./linear-algebra.js";
import type { ModelData } from "./model-data.js";
import { standardize, warp } from "./warp.js";

/** Below this noise ratio values are taken to be exact. */
const EXACT = 0.01;

/** The process seen through one scale of the values. */
export interface Head {
  /** R^-1 y: the mean at a point is its correlations with the data times this. */
  readonly weights: Float64Array;
  /** Variance of the signal. */
  readonly variance: number;
  /** Means at the data. */
  readonly means: Float64Array;
  /** The lowest of them. */
  readonly best: number;
}

/**
 * The Gaussian process conditioned on its data, on two scales of the values that share one kernel: `plain`, the units
 * standardised, and `warped`. Its variances, in units of a head's signal variance, are those of either.
 */
export class Posterior {
  readonly count: number;
  /** Cholesky factor of the data's correlations, noise included. */
  readonly factor: Float64Array;
  readonly kernel: Kernel;
  readonly noise: number;
  /** Whether there is so little noise that to evaluate a point again would tell nothing. */
  readonly exact: boolean;
  readonly plain: Head;
  readonly warped: Head;
  readonly #data: ModelData;
  readonly #theta: Hyperparameters;
  readonly #correlations: Float64Array;

  /**
   * @param before under the same hyperparameters and of the first points of `data`, where it saves their rows of the factor; else ignored
   * @throws RangeError when the correlations are not positive definite
   */
  constructor(data: ModelData, theta: Hyperparameters, before?: Posterior) {
    const n = data.units.length;
    this.#data = data;
    this.#theta = theta;
    this.kernel = new Kernel(data, theta);
    this.#correlations = new Float64Array(n);
    this.count = n;
    this.noise = noiseRatio(theta);
    this.exact = this.noise < EXACT;
    const known = before === undefined ? 0 : before.#rowsFor(data, theta);
    this.factor = this.#factorize(before?.factor, known);
    const plain = data.units.slice();
    standardize(plain);
    this.plain = this.#head(plain);
    this.warped = this.#head(warp(data.units, warpOf(theta)).values);
  }

  /** The mean at `point`, of the warped values. */
  warpedMean(point: Float64Array): number {
    this.kernel.correlate(point, this.#correlations);
    return dot(this.#correlations, 0, this.warped.weights, 0, this.count);
  }

  /** How many rows of a factor for `data` are those of this one: all or none. A row depends on those before it alone. */
  #rowsFor({ coordinates }: ModelData, theta: Hyperparameters): number {
    const isPrefix = (column: Float64Array, axis: number) =>
      column.every((value, i) => value === (coordinates[axis] as Float64Array)[i]);
    return theta === this.#theta && this.#data.coordinates.every(isPrefix) ? this.count : 0;
  }

  /** @param rows a factor of so many points as are `known` */
  #factorize(rows: Float64Array | undefined, known: number): Float64Array {
    const n = this.count;
    const factor = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      const row = factor.subarray(i * n, i * n + i + 1);
      if (rows !== undefined && i < known) {
        row.set(rows.subarray(i * known, i * known + i + 1));
      } else {
        this.kernel.correlateEarlier(i, row);
        row[i] = 1 + this.noise;
      }
    }
    if (!factorize(factor, n, known)) throw new RangeError("The correlations of the data are not positive definite.");
    return factor;
  }

  #head(values: Float64Array): Head {
    const n = this.count;
    const weights = values.slice();
    solveLower(this.factor, n, weights);
    const variance = (dot(weights, 0, weights, 0, n) + 1) / (n + 1);
    solveUpper(this.factor, n, weights);
    const means = values.map((value, i) => value - this.noise * (weights[i] as number));
    return { weights, variance, means, best: means.reduce((least, mean) => Math.min(least, mean)) };
  }
}
