import type { Rng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import { GibbsChain } from "./gibbs-chain.js";
import type { SimpleTrees } from "./simple-trees.js";

/** Points carried from classifier to classifier. */
const POINTS = 16;
/** Sweeps of all points after which a classifier is said to leave nothing. */
const MOST_SWEEPS = 64;

/** What was found: accepted points, or the stage, from 1, that seemed to leave none. */
export type SearchOutcome = { readonly points: readonly Float64Array[] } | { readonly emptyAt: number };

/**
 * Looks for accepted points where none is known and draws find none, by multilevel splitting (Kahn and Harris 1951): points
 * that the first stages accept walk among themselves until the next stage accepts some; these are copied and walk on.
 * The work is bounded; a part of the region may be missed, and then so may all of it.
 */
export function searchAccepted(
  axes: readonly Axis[],
  classifiers: readonly SimpleTrees[],
  relaxChecks: number,
  rng: Rng,
): SearchOutcome {
  let points: readonly Float64Array[] = Array.from({ length: POINTS }, () =>
    Float64Array.from(axes, (axis) => axis.snap(rng.next())),
  );
  let chain = new GibbsChain(axes, [], relaxChecks);
  for (let stage = 1; stage <= classifiers.length; stage++) {
    const next = new GibbsChain(axes, classifiers.slice(0, stage), relaxChecks);
    let accepted = points.filter((point) => next.accepts(point));
    for (let sweep = 0; accepted.length === 0; sweep++) {
      if (sweep === MOST_SWEEPS) return { emptyAt: stage };
      points = points.map((point) => chain.walk(point, 1, rng));
      accepted = points.filter((point) => next.accepts(point));
    }
    points = points.map((_, i) => next.walk(accepted[i % accepted.length] as Float64Array, 1, rng));
    chain = next;
  }
  return { points };
}
