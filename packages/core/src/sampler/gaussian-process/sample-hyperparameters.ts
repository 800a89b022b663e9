import type { Rng } from "../../rng.js";
import { normalQuantile } from "../../space/normal-distribution.js";
import { type Hyperparameters, priors } from "./hyperparameters.js";
import type { LogPosterior } from "./log-posterior.js";

const STEPS = 5;
/** Step size along each hyperparameter. */
const STEP = 0.06;
const LEAST_PROBABILITY: number = 2 ** -53;

/**
 * Hyperparameters about as likely as `mode` that differ from it where the data leave them open: one trajectory of
 * Hamiltonian Monte Carlo (Neal 2011) from there, without its test for acceptance.
 */
export function sampleHyperparameters(posterior: LogPosterior, mode: Hyperparameters, rng: Rng): Hyperparameters {
  const bounds = priors((mode.length - 3) / 2);
  const theta = mode.slice();
  const gradient = new Float64Array(theta.length);
  const momentum = theta.map(() => normalQuantile(Math.max(rng.next(), LEAST_PROBABILITY)));
  let last = theta.slice();
  for (let step = 0; step < STEPS; step++) {
    if (!(posterior.evaluate(theta, gradient) > -Infinity)) return last;
    last = theta.slice();
    for (const [i, { lower, upper }] of bounds.entries()) {
      momentum[i] = (momentum[i] as number) + (step === 0 ? STEP / 2 : STEP) * (gradient[i] as number);
      theta[i] = Math.min(Math.max((theta[i] as number) + STEP * (momentum[i] as number), lower), upper);
    }
  }
  return theta;
}
