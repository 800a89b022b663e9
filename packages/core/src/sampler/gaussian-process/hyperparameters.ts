/**
 * What the model's shape rests on, as one vector, so that a fit can move through it:
 * ln l_j (d), ln l'_j (d), u_jk (of a sheared model, d (d - 1) / 2: all k > j, row by row), t, ln noise ratio, phi.
 *
 * The joint term of the kernel sees (x_j + sum u_jk x_k) / l_j in place of x_j, so that valleys may run at an angle to the
 * axes; l'_j scale its additive term, whose share is e^t / (1 + e^t); the noise ratio is that
 * of noise to signal variance; phi bends the values (`warp`).
 */
export type Hyperparameters = Float64Array;

/** Normal prior, and the bounds that a fit keeps to. */
export interface Prior {
  readonly mean: number;
  readonly sd: number;
  readonly lower: number;
  readonly upper: number;
}

const ADDITIVE_LENGTH: Prior = { mean: -0.7, sd: 1, lower: -3.5, upper: 5 };
const SHEAR: Prior = { mean: 0, sd: 0.5, lower: -5, upper: 5 };
const ADDITIVE_SHARE: Prior = { mean: -1, sd: 2, lower: -5, upper: 5 };
const NOISE: Prior = { mean: Math.log(1e-3), sd: 2.5, lower: -13.8, upper: 1 };
const WARP: Prior = { mean: 0, sd: 2, lower: -2.5, upper: 9 };

/** The priors in `dimensions` dimensions; joint length scales grow with the diagonal of the cube. */
export function priors(dimensions: number, sheared: boolean): Prior[] {
  const length: Prior = { mean: 0.5 * Math.log(dimensions) - 0.09, sd: 1, lower: -3.5, upper: 5 };
  return [
    ...Array.from({ length: dimensions }, () => length),
    ...Array.from({ length: dimensions }, () => ADDITIVE_LENGTH),
    ...Array.from({ length: sheared ? (dimensions * (dimensions - 1)) / 2 : 0 }, () => SHEAR),
    ADDITIVE_SHARE,
    NOISE,
    WARP,
  ];
}

/** The shears u_jk; none where the model keeps to the axes. */
export function shearsOf(theta: Hyperparameters, dimensions: number): Float64Array {
  return theta.subarray(2 * dimensions, theta.length - 3);
}

export function additiveShare(theta: Hyperparameters): number {
  return 1 / (1 + Math.exp(-(theta[theta.length - 3] as number)));
}

export function noiseRatio(theta: Hyperparameters): number {
  return Math.exp(theta[theta.length - 2] as number);
}

export function warpOf(theta: Hyperparameters): number {
  return theta[theta.length - 1] as number;
}
