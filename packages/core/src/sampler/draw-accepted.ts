import type { AcceptedRegion } from "../region/accepted-region.js";
import type { Rng } from "../rng.js";
import type { SearchSpace } from "../space/search-space.js";

/** Proposals before constraints are said to leave next to nothing of a region: a few seconds where they are dear ... */
const MAX_PROPOSALS = 100_000;

/** ... and so many more for each point asked for. */
const MAX_PROPOSALS_PER_POINT = 1000;

/** A draw by a Markov chain takes about as long as so many proposals. */
const PROPOSALS_PER_CHAIN_DRAW = 100;

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
  const most = MAX_PROPOSALS + MAX_PROPOSALS_PER_POINT * count;
  const points: Float64Array[] = [];
  let exact = true;
  let proposals = 0;
  let size = count;
  for (let round = 0, drawn = 0; points.length < count && size > 0; round++) {
    const sample = region.sample(size, streams(round), starts);
    for (const point of sample.points) if (points.length < count && space.admits(point)) points.push(point);
    exact &&= sample.exact;
    proposals += sample.exact ? sample.proposals : size * PROPOSALS_PER_CHAIN_DRAW;
    drawn += size;
    // As many draws again, or what is left for them at the price so far.
    size = Math.min(drawn, MAX_ROUND, Math.floor(((most - proposals) / proposals) * drawn));
  }
  return { points, exact };
}
