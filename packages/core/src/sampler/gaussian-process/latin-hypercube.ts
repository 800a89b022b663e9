import type { Rng } from "../../rng.js";

/**
 * `count` points that go on with a Latin hypercube of `strata`: on every axis they fall into strata that the fewest of
 * `points` have fallen into so far, at random among those.
 */
export function continueLatinHypercube(
  points: readonly Float64Array[],
  count: number,
  strata: number,
  dimensions: number,
  rng: Rng,
): Float64Array[] {
  const drawn = Array.from({ length: count }, () => new Float64Array(dimensions));
  for (let axis = 0; axis < dimensions; axis++) {
    const used = new Int32Array(strata);
    for (const point of points) {
      const stratum = Math.floor((point[axis] as number) * strata);
      used[stratum] = (used[stratum] as number) + 1;
    }
    for (const point of drawn) {
      const stratum = leastUsed(used, rng);
      used[stratum] = (used[stratum] as number) + 1;
      point[axis] = (stratum + rng.next()) / strata;
    }
  }
  return drawn;
}

function leastUsed(used: Int32Array, rng: Rng): number {
  const least = used.reduce((a, b) => Math.min(a, b));
  const open = Array.from(used.keys()).filter((stratum) => used[stratum] === least);
  return open[rng.below(open.length)] as number;
}
