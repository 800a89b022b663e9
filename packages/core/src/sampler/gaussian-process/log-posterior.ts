import { additiveShare, type Hyperparameters, noiseRatio, priors, warpOf } from "./hyperparameters.js";
import { dot, factorize, invertLower, logDeterminant, solveLower, solveUpper } from "./linear-algebra.js";
import { expNegative } from "./matern.js";
import type { ModelData } from "./model-data.js";
import { warp } from "./warp.js";

const ROOT_5: number = Math.sqrt(5);

/**
 * The logarithm of the posterior density of hyperparameters, up to a constant, with its gradient: the likelihood of the
 * warped values with the signal variance profiled out (one pseudo-observation of 1), the warp's Jacobian, and the priors.
 * Keeps its arrays from one evaluation to the next.
 */
export class LogPosterior {
  readonly #n: number;
  readonly #dimensions: number;
  readonly #units: Float64Array;
  /** Per axis, the distances of all pairs (i, j < i), row after row. */
  readonly #distances: readonly Float64Array[];
  readonly #priors: ReturnType<typeof priors>;
  /** Per axis, d k_j / d ln l'_j of all pairs. */
  readonly #additiveSlopes: readonly Float64Array[];
  readonly #additive: Float64Array;
  readonly #joint: Float64Array;
  readonly #jointSlopes: Float64Array;
  readonly #factor: Float64Array;
  readonly #inverse: Float64Array;
  readonly #weights: Float64Array;

  constructor({ coordinates, categorical, units }: ModelData) {
    this.#n = units.length;
    this.#dimensions = categorical.length;
    this.#units = units;
    this.#distances = coordinates.map((column, axis) => pairDistances(column, categorical[axis] === 1));
    this.#priors = priors(this.#dimensions);
    const pairs = (this.#n * (this.#n - 1)) / 2;
    this.#additiveSlopes = this.#distances.map(() => new Float64Array(pairs));
    this.#additive = new Float64Array(pairs);
    this.#joint = new Float64Array(pairs);
    this.#jointSlopes = new Float64Array(pairs);
    this.#factor = new Float64Array(this.#n * this.#n);
    this.#inverse = new Float64Array(this.#n * this.#n);
    this.#weights = new Float64Array(pairs);
  }

  /** The value at `theta`; fills `gradient`. -Infinity where the correlations are not positive definite. */
  evaluate(theta: Hyperparameters, gradient: Float64Array): number {
    const n = this.#n;
    this.#correlate(theta);
    if (!factorize(this.#factor, n)) return -Infinity;
    const warped = warp(this.#units, warpOf(theta));
    const alpha = warped.values.slice();
    solveLower(this.#factor, n, alpha);
    const variance = (dot(alpha, 0, alpha, 0, n) + 1) / (n + 1);
    solveUpper(this.#factor, n, alpha);
    const value = (-(n + 1) / 2) * Math.log(variance) - 0.5 * logDeterminant(this.#factor, n) + warped.logJacobian;
    this.#differentiate(theta, alpha, variance, gradient);
    gradient[gradient.length - 1] = warped.logJacobianSlope - dot(alpha, 0, warped.slopes, 0, n) / variance;
    return value + this.#addPriors(theta, gradient);
  }

  /** Fills the lower triangle of the correlation matrix, noise included, and what its gradient needs. */
  #correlate(theta: Hyperparameters): void {
    const n = this.#n;
    const d = this.#dimensions;
    const additive = this.#additive.fill(0);
    const joint = this.#joint.fill(0);
    for (let axis = 0; axis < d; axis++) {
      const distances = this.#distances[axis] as Float64Array;
      const slopes = this.#additiveSlopes[axis] as Float64Array;
      const scale = Math.exp(-2 * (theta[axis] as number));
      const additiveScale = ROOT_5 * Math.exp(-(theta[d + axis] as number));
      for (let pair = 0; pair < joint.length; pair++) {
        const distance = distances[pair] as number;
        joint[pair] = (joint[pair] as number) + distance * distance * scale;
        const s = distance * additiveScale;
        const e = expNegative(s);
        additive[pair] = (additive[pair] as number) + (1 + s * (1 + s * (1 / 3))) * e;
        slopes[pair] = s * s * (1 + s) * (1 / 3) * e;
      }
    }
    const share = additiveShare(theta);
    const jointSlopes = this.#jointSlopes;
    const factor = this.#factor;
    let pair = 0;
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < row; column++, pair++) {
        const s = ROOT_5 * Math.sqrt(joint[pair] as number);
        const e = expNegative(s);
        const correlation = (1 + s * (1 + s * (1 / 3))) * e;
        joint[pair] = correlation;
        jointSlopes[pair] = (5 / 3) * (1 + s) * e;
        const mean = (additive[pair] as number) / d;
        additive[pair] = mean;
        factor[row * n + column] = (1 - share) * correlation + share * mean;
      }
      factor[row * n + row] = 1 + noiseRatio(theta);
    }
  }

  /** The gradient of the likelihood in all but the last hyperparameter. */
  #differentiate(theta: Hyperparameters, alpha: Float64Array, variance: number, gradient: Float64Array): void {
    const n = this.#n;
    const d = this.#dimensions;
    const share = additiveShare(theta);
    const inverse = this.#inverse;
    invertLower(this.#factor, n, inverse);
    // The weight of each pair's correlation in the derivative: alpha alpha' / variance - R^-1.
    const weights = this.#weights;
    let ofDiagonal = 0;
    let pair = 0;
    for (let row = 0; row < n; row++) {
      const ofRow = (alpha[row] as number) / variance;
      const at = row * n + row;
      for (let column = 0; column < row; column++, pair++) {
        weights[pair] = ofRow * (alpha[column] as number) - dot(inverse, at, inverse, column * n + row, n - row);
      }
      ofDiagonal += ofRow * (alpha[row] as number) - dot(inverse, at, inverse, at, n - row);
    }
    const pairs = weights.length;
    for (let axis = 0; axis < d; axis++) {
      gradient[d + axis] = (share / d) * dot(weights, 0, this.#additiveSlopes[axis] as Float64Array, 0, pairs);
    }
    gradient[2 * d] =
      share * (1 - share) * (dot(weights, 0, this.#additive, 0, pairs) - dot(weights, 0, this.#joint, 0, pairs));
    gradient[2 * d + 1] = 0.5 * noiseRatio(theta) * ofDiagonal;
    for (let i = 0; i < pairs; i++) weights[i] = (weights[i] as number) * (this.#jointSlopes[i] as number);
    for (let axis = 0; axis < d; axis++) {
      const distances = this.#distances[axis] as Float64Array;
      let sum = 0;
      for (let i = 0; i < pairs; i++)
        sum += (weights[i] as number) * (distances[i] as number) * (distances[i] as number);
      gradient[axis] = (1 - share) * Math.exp(-2 * (theta[axis] as number)) * sum;
    }
  }

  #addPriors(theta: Hyperparameters, gradient: Float64Array): number {
    let sum = 0;
    for (const [i, { mean, sd }] of this.#priors.entries()) {
      const z = ((theta[i] as number) - mean) / sd;
      sum -= (z * z) / 2;
      gradient[i] = (gradient[i] as number) - z / sd;
    }
    return sum;
  }
}

/** Absolute differences, or 0 and 1 for categories, of all pairs (i, j < i), row after row. */
function pairDistances(column: Float64Array, categorical: boolean): Float64Array {
  const distances = new Float64Array((column.length * (column.length - 1)) / 2);
  let pair = 0;
  for (let row = 0; row < column.length; row++) {
    for (let other = 0; other < row; other++) {
      const difference = Math.abs((column[row] as number) - (column[other] as number));
      distances[pair++] = categorical && difference > 0 ? 1 : difference;
    }
  }
  return distances;
}
