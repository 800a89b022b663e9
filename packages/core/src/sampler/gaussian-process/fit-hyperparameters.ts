import { type Hyperparameters, priors } from "./hyperparameters.js";
import type { LogPosterior } from "./log-posterior.js";

/** How far a fit goes. */
export interface FitEffort {
  /** Evaluations of the log posterior. */
  readonly evaluations: number;
  /** First step along each hyperparameter. */
  readonly step: number;
}

const GROW = 1.3;
const SHRINK = 0.5;
const LARGEST_STEP = 1;

/**
 * The best hyperparameters seen on a climb from `start` by iRprop- (Igel and Huesken 2003, "Empirical evaluation of the
 * improved Rprop learning algorithms"): a step size for each, grown while the sign of its derivative stays.
 */
export function fitHyperparameters(
  posterior: LogPosterior,
  start: Hyperparameters,
  effort: FitEffort,
): Hyperparameters {
  const bounds = priors((start.length - 3) / 2);
  let theta = start.slice();
  let best = start.slice();
  let bestValue = -Infinity;
  const steps = new Float64Array(theta.length).fill(effort.step);
  const gradient = new Float64Array(theta.length);
  const before = new Float64Array(theta.length);
  for (let evaluation = 0; evaluation < effort.evaluations; evaluation++) {
    const value = posterior.evaluate(theta, gradient);
    if (!(value > -Infinity)) {
      for (let i = 0; i < steps.length; i++) steps[i] = (steps[i] as number) * SHRINK;
      theta = best.slice();
      before.fill(0);
      continue;
    }
    if (value > bestValue) {
      bestValue = value;
      best = theta.slice();
    }
    for (const [i, { lower, upper }] of bounds.entries()) {
      const slope = gradient[i] as number;
      const turned = slope * (before[i] as number);
      const step = (steps[i] as number) * (turned > 0 ? GROW : turned < 0 ? SHRINK : 1);
      steps[i] = Math.min(step, LARGEST_STEP);
      before[i] = turned < 0 ? 0 : slope;
      if (turned < 0 || slope === 0) continue;
      const moved = (theta[i] as number) + (slope > 0 ? (steps[i] as number) : -(steps[i] as number));
      theta[i] = Math.min(Math.max(moved, lower), upper);
    }
  }
  return best;
}
