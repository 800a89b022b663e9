import type { AcceptedRegion } from "../region/accepted-region.js";
import type { Rng } from "../rng.js";
import type { SearchSpace } from "../space/search-space.js";

/** Draws before constraints are said to leave next to nothing of a region, beside ten for each point asked for ... */
const MAX_DRAWS = 100_000;

/** ... and where they come from a Markov chain, which takes milliseconds a draw. */
const MAX_CHAIN_DRAWS = 1000;

/** Draws kept in memory at once, beside one for each point asked for. */
const MAX_ROUND = 10_000;

/** What the space's constraints admit of draws from a region. */
export interface AcceptedDraw {
  /** Fewer than asked for when the constraints admit next to nothing of the region. */
  readonly points: readonly Float64Array[];
  /** Whether they are independent and uniform. */
  readonly exact: boolean;
}

/**
 * Draws `count` points of the region that the constraints of `space` admit.
 *
 * @param streams the stream of each round of draws, from 0
 * @param starts points of which some are accepted
 * @throws EmptyRegionError when the region is empty
 */
export function drawAccepted(
  region: AcceptedRegion,
  space: SearchSpace<unknown>,
  count: number,
  streams: (round: number) => Rng,
  starts: readonly Float64Array[],
): AcceptedDraw {
  const points: Float64Array[] = [];
  let exact = true;
  let drawn = 0;
  for (let round = 0; points.length < count; round++) {
    const left = (exact ? MAX_DRAWS : MAX_CHAIN_DRAWS) + 10 * count - drawn;
    if (left <= 0) break;
    const size = Math.min(drawn === 0 ? count : Math.min(drawn, MAX_ROUND), left);
    const sample = region.sample(size, streams(round), starts);
    for (const point of sample.points) if (points.length < count && space.admits(point)) points.push(point);
    exact &&= sample.exact;
    drawn += size;
  }
  return { points, exact };
}
