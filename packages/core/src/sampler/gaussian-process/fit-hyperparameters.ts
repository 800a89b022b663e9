import { climb } from "./climb.js";
import type { Hyperparameters } from "./hyperparameters.js";
import type { LogPosterior } from "./log-posterior.js";

/** The likeliest hyperparameters that were found, and how far they are open. */
export interface Fit {
  readonly theta: Hyperparameters;
  /** The log posterior there. */
  readonly value: number;
  /** The inverse of the log posterior's Hessian, as far as the climb learnt it: row by row. */
  readonly covariance: Float64Array;
}

/** Evaluations of the log posterior: of a fit from the means of the priors, and of one that goes on. */
const FIRST = 30;
const LATER = 8;
/** The furthest that a step takes a hyperparameter. */
const LONGEST = 1;
/** Share of a prior's variance that a first step counts on. */
const FIRST_SHARE = 0.02;

/** Goes on from `last`, or from the means of the priors. */
export function fitHyperparameters(posterior: LogPosterior, last: Fit | undefined): Fit {
  const { priors } = posterior;
  const size = priors.length;
  const covariance = last?.covariance.slice() ?? new Float64Array(size * size);
  if (last === undefined) {
    for (const [i, { sd }] of priors.entries()) covariance[i * size + i] = FIRST_SHARE * sd * sd;
  }
  const { x: theta, value } = climb(posterior, {
    start: last?.theta ?? Float64Array.from(priors, ({ mean }) => mean),
    lower: Float64Array.from(priors, ({ lower }) => lower),
    upper: Float64Array.from(priors, ({ upper }) => upper),
    inverseHessian: covariance,
    evaluations: last === undefined ? FIRST : LATER,
    longest: LONGEST,
  });
  return { theta, value, covariance };
}
