import { additiveShare, type Hyperparameters, noiseRatio, type Prior, warpOf } from "./hyperparameters.js";
import { JointTerm } from "./joint-term.js";
import { dot, factorize, invertProduct, logDeterminant, solveLower, solveUpper } from "./linear-algebra.js";
import { expNegative } from "./matern.js";
import { additivePower, type ModelData } from "./model-data.js";
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
  readonly #data: ModelData;
  readonly #jointTerm: JointTerm;
  /** Per axis, d k_j / d ln l'_j of all pairs (i, j < i), row after row. */
  readonly #additiveSlopes: readonly Float64Array[];
  readonly #power: 1 | 2;
  /** Per pair, the mean of the correlations along each axis; the additive term is its power. */
  readonly #additive: Float64Array;
  readonly #joint: Float64Array;
  readonly #jointSlopes: Float64Array;
  readonly #factor: Float64Array;
  /** The lower triangle of R^-1, row after row. */
  readonly #inverse: Float64Array;
  readonly #weights: Float64Array;
  #latest: Evaluated | undefined;

  constructor(data: ModelData, priors: readonly Prior[]) {
    this.priors = priors;
    this.#n = data.units.length;
    this.#data = data;
    this.#jointTerm = new JointTerm(data);
    this.#power = additivePower(data.categorical);
    const pairs = (this.#n * (this.#n - 1)) / 2;
    this.#additiveSlopes = data.coordinates.map(() => new Float64Array(pairs));
    this.#additive = new Float64Array(pairs);
    this.#joint = new Float64Array(pairs);
    this.#jointSlopes = new Float64Array(pairs);
    this.#factor = new Float64Array(this.#n * this.#n);
    this.#inverse = new Float64Array(pairs + this.#n);
    this.#weights = new Float64Array(pairs);
  }

  /** -Infinity where the correlations are not positive definite. */
  value(theta: Hyperparameters): number {
    const n = this.#n;
    this.#correlate(theta);
    if (!factorize(this.#factor, n)) return -Infinity;
    const warped = warp(this.#data.units, warpOf(theta));
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
    const { coordinates, categorical } = this.#data;
    const d = coordinates.length;
    const additive = this.#additive.fill(0);
    const joint = this.#joint.fill(0);
    for (let axis = 0; axis < d; axis++) {
      const column = coordinates[axis] as Float64Array;
      const additiveScale = ROOT_5 * Math.exp(-(theta[d + axis] as number));
      addCorrelations(
        column,
        categorical[axis] === 1,
        additiveScale,
        additive,
        this.#additiveSlopes[axis] as Float64Array,
      );
    }
    this.#jointTerm.addSquares(theta, joint);
    const share = additiveShare(theta);
    const jointSlopes = this.#jointSlopes;
    const power = this.#power;
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
        factor[row * n + column] = (1 - share) * correlation + share * (power === 1 ? mean : mean * mean);
      }
      factor[row * n + row] = 1 + noiseRatio(theta);
    }
  }

  /** The gradient of the likelihood in all but the last hyperparameter. */
  #differentiate(theta: Hyperparameters, alpha: Float64Array, variance: number, gradient: Float64Array): void {
    const n = this.#n;
    const d = this.#additiveSlopes.length;
    const share = additiveShare(theta);
    const inverse = this.#inverse;
    invertProduct(this.#factor, n, inverse);
    // The weight of each pair's correlation in the derivative: alpha alpha' / variance - R^-1.
    const weights = this.#weights;
    let ofDiagonal = 0;
    let pair = 0;
    let at = 0;
    for (let row = 0; row < n; row++) {
      const ofRow = (alpha[row] as number) / variance;
      for (let column = 0; column < row; column++, pair++, at++) {
        weights[pair] = ofRow * (alpha[column] as number) - (inverse[at] as number);
      }
      ofDiagonal += ofRow * (alpha[row] as number) - (inverse[at++] as number);
    }
    const pairs = weights.length;
    const additive = this.#additive;
    const power = this.#power;
    const ofMeans = power === 1 ? weights : weights.map((weight, i) => power * weight * (additive[i] as number));
    for (let axis = 0; axis < d; axis++) {
      gradient[d + axis] = (share / d) * dot(ofMeans, 0, this.#additiveSlopes[axis] as Float64Array, 0, pairs);
    }
    const ofAdditive = dot(ofMeans, 0, additive, 0, pairs) / power;
    gradient[gradient.length - 3] = share * (1 - share) * (ofAdditive - dot(weights, 0, this.#joint, 0, pairs));
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

/** Adds the correlations of all pairs along an axis to `sums`; `slopes` receives what they owe to the logarithm of its length scale. */
function addCorrelations(
  column: Float64Array,
  categorical: boolean,
  scale: number,
  sums: Float64Array,
  slopes: Float64Array,
): void {
  let pair = 0;
  for (let row = 0; row < column.length; row++) {
    const at = column[row] as number;
    for (let other = 0; other < row; other++, pair++) {
      const difference = Math.abs(at - (column[other] as number));
      const s = (categorical && difference > 0 ? 1 : difference) * scale;
      const e = expNegative(s);
      sums[pair] = (sums[pair] as number) + (1 + s * (1 + s * (1 / 3))) * e;
      slopes[pair] = s * s * (1 + s) * (1 / 3) * e;
    }
  }
}
