/** Values standardised after the warp, and what the change of scale adds to a log likelihood. */
export interface WarpedValues {
  /** Mean 0, variance 1. */
  readonly values: Float64Array;
  /** d values / d phi. */
  readonly slopes: Float64Array;
  /** Logarithm of the Jacobian determinant of units -> values. */
  readonly logJacobian: number;
  /** d logJacobian / d phi. */
  readonly logJacobianSlope: number;
}

/** Below it the warp is the identity, up to its second-order term. */
const STRAIGHT = 1e-5;

/**
 * Bends `units` (0 and above) by h(u) = ln(1 + k u) / k with k = sinh(phi) / 10: for phi > 0 it compresses what is far from
 * the best value, for phi < 0, with h(u) = (exp(-k u) - 1) / -k, it stretches it. Then standardises.
 */
export function warp(units: Float64Array, phi: number): WarpedValues {
  const n = units.length;
  const up = Math.exp(phi);
  const k = 0.05 * (up - 1 / up);
  const kSlope = 0.05 * (up + 1 / up);
  const values = new Float64Array(n);
  const slopes = new Float64Array(n);
  let logJacobian = 0;
  let logJacobianSlope = 0;
  for (let i = 0; i < n; i++) {
    const u = units[i] as number;
    if (k > STRAIGHT) {
      const log = Math.log(1 + k * u);
      values[i] = log / k;
      slopes[i] = (u / (1 + k * u) - log / k) / k;
      logJacobian -= log;
      logJacobianSlope -= u / (1 + k * u);
    } else {
      const grown = Math.exp(-k * u);
      const straight = k > -STRAIGHT;
      values[i] = straight ? u - (k * u * u) / 2 : (1 - grown) / k;
      slopes[i] = straight ? (-u * u) / 2 : (u * grown - (1 - grown) / k) / k;
      logJacobian -= k * u;
      logJacobianSlope -= u;
    }
    slopes[i] = (slopes[i] as number) * kSlope;
  }
  logJacobianSlope *= kSlope;
  const sd = standardize(values);
  const slopeMean = mean(slopes);
  let along = 0;
  for (let i = 0; i < n; i++) along += (values[i] as number) * (slopes[i] as number);
  along /= n * sd;
  for (let i = 0; i < n; i++) {
    slopes[i] = ((slopes[i] as number) - slopeMean) / sd - (values[i] as number) * along;
  }
  return {
    values,
    slopes,
    logJacobian: logJacobian - n * Math.log(sd),
    logJacobianSlope: logJacobianSlope - n * along,
  };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Brings `values` to mean 0 and variance 1, in place; returns their standard deviation. */
export function standardize(values: Float64Array): number {
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) * (value - centre);
  const sd = Math.sqrt(sum / values.length);
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - centre) / sd;
  return sd;
}
