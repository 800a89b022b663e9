import { additiveShare, type Hyperparameters, noiseRatio, type Prior, warpOf } from "./hyperparameters.js";
import { JointTerm } from "./joint-term.js";
import { dot, factorize, invertLower, logDeterminant, solveLower, solveUpper } from "./linear-algebra.js";
import { expNegative } from "./matern.js";
import type { ModelData } from "./model-data.js";
import { type WarpedValues, warp } from "./warp.js";

const ROOT_5: number = Math.sqrt(5);

interface Evaluated {
  readonly theta: Hyperparameters;
  readonly warped: WarpedValues;
  /** R^-1 y. */
  readonly alpha: Float64Array;
  readonly variance: number;
}

/**
 * The logarithm of the posterior density of hyperparameters, up to a constant, with its gradient: the likelihood of the
 * warped values with the signal variance profiled out (one pseudo-observation of 1), the warp's Jacobian, and the priors.
 * Keeps its arrays from one evaluation to the next.
 */
export class LogPosterior {
  /** Of every hyperparameter. */
  readonly priors: readonly Prior[];
  readonly #n: number;
  readonly #units: Float64Array;
  readonly #jointTerm: JointTerm;
  /** Per axis, the distances of all pairs (i, j < i), row after row. */
  readonly #distances: readonly Float64Array[];
  /** Per axis, d k_j / d ln l'_j of all pairs. */
  readonly #additiveSlopes: readonly Float64Array[];
  readonly #additive: Float64Array;
  readonly #joint: Float64Array;
  readonly #jointSlopes: Float64Array;
  readonly #factor: Float64Array;
  readonly #inverse: Float64Array;
  readonly #weights: Float64Array;
  #latest: Evaluated | undefined;

  constructor(data: ModelData, priors: readonly Prior[]) {
    const { coordinates, categorical, units } = data;
    this.priors = priors;
    this.#n = units.length;
    this.#units = units;
    this.#jointTerm = new JointTerm(data);
    this.#distances = coordinates.map((column, axis) => pairDistances(column, categorical[axis] === 1));
    const pairs = (this.#n * (this.#n - 1)) / 2;
    this.#additiveSlopes = this.#distances.map(() => new Float64Array(pairs));
    this.#additive = new Float64Array(pairs);
    this.#joint = new Float64Array(pairs);
    this.#jointSlopes = new Float64Array(pairs);
    this.#factor = new Float64Array(this.#n * this.#n);
    this.#inverse = new Float64Array(this.#n * this.#n);
    this.#weights = new Float64Array(pairs);
  }

  /** -Infinity where the correlations are not positive definite. */
  value(theta: Hyperparameters): number {
    const n = this.#n;
    this.#correlate(theta);
    if (!factorize(this.#factor, n)) return -Infinity;
    const warped = warp(this.#units, warpOf(theta));
    const alpha = warped.values.slice();
    solveLower(this.#factor, n, alpha);
    const variance = (dot(alpha, 0, alpha, 0, n) + 1) / (n + 1);
    solveUpper(this.#factor, n, alpha);
    this.#latest = { theta, warped, alpha, variance };
    const likelihood = (-(n + 1) / 2) * Math.log(variance) - 0.5 * logDeterminant(this.#factor, n);
    return likelihood + warped.logJacobian + logPrior(this.priors, theta);
  }

  /** By every hyperparameter, where the value was asked for last. */
  gradient(): Float64Array {
    const { theta, warped, alpha, variance } = this.#latest as Evaluated;
    const gradient = new Float64Array(theta.length);
    this.#differentiate(theta, alpha, variance, gradient);
    gradient[gradient.length - 1] = warped.logJacobianSlope - dot(alpha, 0, warped.slopes, 0, this.#n) / variance;
    for (const [i, { mean, sd }] of this.priors.entries()) {
      gradient[i] = (gradient[i] as number) - ((theta[i] as number) - mean) / (sd * sd);
    }
    return gradient;
  }

  /** Fills the lower triangle of the correlation matrix, noise included, and what its gradient needs. */
  #correlate(theta: Hyperparameters): void {
    const n = this.#n;
    const d = this.#distances.length;
    const additive = this.#additive.fill(0);
    const joint = this.#joint.fill(0);
    for (let axis = 0; axis < d; axis++) {
      const distances = this.#distances[axis] as Float64Array;
      const slopes = this.#additiveSlopes[axis] as Float64Array;
      const additiveScale = ROOT_5 * Math.exp(-(theta[d + axis] as number));
      for (let pair = 0; pair < joint.length; pair++) {
        const distance = distances[pair] as number;
        const s = distance * additiveScale;
        const e = expNegative(s);
        additive[pair] = (additive[pair] as number) + (1 + s * (1 + s * (1 / 3))) * e;
        slopes[pair] = s * s * (1 + s) * (1 / 3) * e;
      }
    }
    this.#jointTerm.addSquares(theta, joint);
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
    const d = this.#distances.length;
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
    gradient[gradient.length - 3] =
      share * (1 - share) * (dot(weights, 0, this.#additive, 0, pairs) - dot(weights, 0, this.#joint, 0, pairs));
    gradient[gradient.length - 2] = 0.5 * noiseRatio(theta) * ofDiagonal;
    const jointSlopes = this.#jointSlopes;
    for (let i = 0; i < pairs; i++) weights[i] = (1 - share) * (weights[i] as number) * (jointSlopes[i] as number);
    this.#jointTerm.differentiate(theta, weights, gradient);
  }
}

function logPrior(of: readonly Prior[], theta: Hyperparameters): number {
  let sum = 0;
  for (const [i, { mean, sd }] of of.entries()) sum -= ((theta[i] as number) - mean) ** 2 / (2 * sd * sd);
  return sum;
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
