import { normalCdf } from "../../space/normal-distribution.js";

const LOG_ROOT_2_PI = 0.9189385332046727;
/** From here down the improvement is a difference of nearly equal numbers, and a continued fraction takes over. */
const TAIL = -3;

/**
 * The logarithm of the expected improvement below `best` of a normal variable, relative to 1e-8 or better. Where the
 * improvement itself underflows it still tells points apart.
 */
export function logExpectedImprovement(best: number, mean: number, sd: number): number {
  const z = (best - mean) / sd;
  if (z > TAIL) {
    return Math.log(sd * (Math.exp(-0.5 * z * z - LOG_ROOT_2_PI) + z * normalCdf(z)));
  }
  // With Mills' ratio 1 / (t + c), c = 1 / (t + 2 / (t + 3 / ...)), the improvement is sd density(t) c / (t + c).
  const t = -z;
  let c = 0;
  for (let i = 40; i > 0; i--) c = i / (t + c);
  return Math.log(sd) - 0.5 * t * t - LOG_ROOT_2_PI + Math.log(c / (t + c));
}

/** The derivatives of the same by `mean` and by the logarithm of `sd`. */
export function logExpectedImprovementSlopes(best: number, mean: number, sd: number): { mean: number; logSd: number } {
  const z = (best - mean) / sd;
  if (z > TAIL) {
    const density = Math.exp(-0.5 * z * z - LOG_ROOT_2_PI);
    const below = normalCdf(z);
    const improvement = density + z * below;
    return { mean: -below / (sd * improvement), logSd: density / improvement };
  }
  const t = -z;
  let c = 0;
  for (let i = 40; i > 0; i--) c = i / (t + c);
  return { mean: -1 / (sd * c), logSd: (t + c) / c };
}
