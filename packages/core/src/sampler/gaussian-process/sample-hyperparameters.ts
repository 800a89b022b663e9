import type { Rng } from "../../rng.js";
import { normalQuantile } from "../../space/normal-distribution.js";
import type { Fit } from "./fit-hyperparameters.js";
import type { Hyperparameters, Prior } from "./hyperparameters.js";
import { factorize } from "./linear-algebra.js";

const LEAST_PROBABILITY: number = 2 ** -53;

/** Hyperparameters drawn from Laplace's approximation of their posterior: normal around the likeliest. */
export function sampleHyperparameters({ theta, covariance }: Fit, priors: readonly Prior[], rng: Rng): Hyperparameters {
  const size = theta.length;
  const factor = covariance.slice();
  if (!factorize(factor, size)) return theta;
  const drawn = theta.map(() => normalQuantile(Math.max(rng.next(), LEAST_PROBABILITY)));
  return theta.map((mode, i) => {
    let value = mode;
    for (let j = 0; j <= i; j++) value += (factor[i * size + j] as number) * (drawn[j] as number);
    const { lower = mode, upper = mode } = priors[i] ?? {};
    return Math.min(Math.max(value, lower), upper);
  });
}
