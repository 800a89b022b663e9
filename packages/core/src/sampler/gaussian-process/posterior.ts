import { additiveShare, type Hyperparameters, noiseRatio, warpOf } from "./hyperparameters.js";
import { dot, factorize, solveLower, solveUpper } from "./linear-algebra.js";
import { matern } from "./matern.js";
import type { ModelData } from "./model-data.js";
import { standardize, warp } from "./warp.js";

const ROOT_5: number = Math.sqrt(5);

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
  readonly noise: number;
  /** Whether there is so little noise that to evaluate a point again would tell nothing. */
  readonly exact: boolean;
  readonly plain: Head;
  readonly warped: Head;
  readonly #data: ModelData;
  readonly #share: number;
  /** Per axis, what squared distances are multiplied by in the joint term. */
  readonly #scales: Float64Array;
  /** Per axis, what distances are multiplied by in the additive term. */
  readonly #additiveScales: Float64Array;

  readonly #joint: Float64Array;
  readonly #correlations: Float64Array;

  /** @throws RangeError when the correlations are not positive definite */
  constructor(data: ModelData, theta: Hyperparameters) {
    const n = data.units.length;
    const d = data.categorical.length;
    this.#data = data;
    this.#share = additiveShare(theta);
    this.#scales = theta.slice(0, d).map((log) => 5 * Math.exp(-2 * log));
    this.#additiveScales = theta.slice(d, 2 * d).map((log) => ROOT_5 * Math.exp(-log));
    this.#joint = new Float64Array(n);
    this.#correlations = new Float64Array(n);
    this.count = n;
    this.noise = noiseRatio(theta);
    this.exact = this.noise < EXACT;
    this.factor = this.#factorize();
    const plain = data.units.slice();
    standardize(plain);
    this.plain = this.#head(plain);
    this.warped = this.#head(warp(data.units, warpOf(theta)).values);
  }

  /** Writes the correlations of `point` with the first `n` points of the data into `out`. */
  correlate(point: Float64Array, out: Float64Array, n: number = this.count): void {
    const { coordinates, categorical } = this.#data;
    const d = categorical.length;
    const joint = this.#joint.fill(0);
    out.fill(0, 0, n);
    for (let axis = 0; axis < d; axis++) {
      const column = coordinates[axis] as Float64Array;
      const u = point[axis] as number;
      const scale = this.#scales[axis] as number;
      const additiveScale = this.#additiveScales[axis] as number;
      if (categorical[axis] === 1) {
        const unlike = matern(additiveScale);
        for (let i = 0; i < n; i++) {
          const equal = column[i] === u;
          out[i] = (out[i] as number) + (equal ? 1 : unlike);
          if (!equal) joint[i] = (joint[i] as number) + scale;
        }
      } else {
        for (let i = 0; i < n; i++) {
          const distance = Math.abs((column[i] as number) - u);
          out[i] = (out[i] as number) + matern(distance * additiveScale);
          joint[i] = (joint[i] as number) + distance * distance * scale;
        }
      }
    }
    const additiveWeight = this.#share / d;
    const jointWeight = 1 - this.#share;
    for (let i = 0; i < n; i++) {
      out[i] = jointWeight * matern(Math.sqrt(joint[i] as number)) + additiveWeight * (out[i] as number);
    }
  }

  /** The mean at `point`, of the warped values. */
  warpedMean(point: Float64Array): number {
    this.correlate(point, this.#correlations);
    return dot(this.#correlations, 0, this.warped.weights, 0, this.count);
  }

  /** The correlation of two points. */
  correlation(a: Float64Array, b: Float64Array): number {
    const { categorical } = this.#data;
    let joint = 0;
    let additive = 0;
    for (let axis = 0; axis < categorical.length; axis++) {
      const difference = Math.abs((a[axis] as number) - (b[axis] as number));
      const distance = categorical[axis] === 1 && difference > 0 ? 1 : difference;
      joint += distance * distance * (this.#scales[axis] as number);
      additive += matern(distance * (this.#additiveScales[axis] as number));
    }
    return (1 - this.#share) * matern(Math.sqrt(joint)) + (this.#share / categorical.length) * additive;
  }

  #factorize(): Float64Array {
    const n = this.count;
    const factor = new Float64Array(n * n);
    const { coordinates } = this.#data;
    const row = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      this.correlate(
        Float64Array.from(coordinates, (column) => column[i] as number),
        row,
      );
      row[i] = 1 + this.noise;
      factor.set(row, i * n);
    }
    if (!factorize(factor, n)) throw new RangeError("The correlations of the data are not positive definite.");
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
