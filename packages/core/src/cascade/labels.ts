import type { Observation } from "../sampler/sampler.js";

/** What decides between two observations: less violation of the constraints, then less loss. */
type Ranked = Pick<Observation, "loss" | "violation">;

/** Below 0 when `a` is better. */
export function compareObservations(a: Ranked, b: Ranked): number {
  if (a.violation !== b.violation) return a.violation < b.violation ? -1 : 1;
  // Not a difference: Infinity - Infinity is NaN.
  return a.loss === b.loss ? 0 : a.loss < b.loss ? -1 : 1;
}

/**
 * 1 for each observation that is strictly better than the median one, else 0. For an even count the median lies midway
 * between the two middle ones, so that exactly the better of them is below it, unless they are equal. An infeasible point
 * is never better than a feasible one.
 */
export function betterThanMedian(observations: readonly Ranked[]): Uint8Array {
  const sorted = observations.toSorted(compareObservations);
  const upperMiddle = sorted[Math.floor(sorted.length / 2)];
  return Uint8Array.from(observations, (o) =>
    upperMiddle !== undefined && compareObservations(o, upperMiddle) < 0 ? 1 : 0,
  );
}
