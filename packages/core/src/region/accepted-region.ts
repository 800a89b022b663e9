import type { Rng } from "../rng.js";
import type { VolumeBounds } from "../sampler/sampler.js";
import type { TreeEnsemble } from "../trees/tree-ensemble.js";

/** The part of the unit cube that a list of classifiers accepts, as disjoint boxes. Immutable. */
export interface AcceptedRegion {
  /** Share of the cube, by the prior's measure; equal bounds when no box is undecided. */
  readonly volume: VolumeBounds;
  /** How many of the classifiers may refuse a point. */
  readonly relaxChecks: number;
  /** This region cut by one more classifier; refines the boxes that are there. */
  refine(classifier: TreeEnsemble): AcceptedRegion;
  /**
   * Draws `count` snapped points. `exact`: independent and uniform over the region; otherwise they come from a Markov
   * chain over it, begun at those of `starts` that lie in the region.
   * @throws EmptyRegionError when every box is refused
   */
  sample(
    count: number,
    rng: Rng,
    starts?: readonly Float64Array[],
  ): { readonly points: readonly Float64Array[]; readonly exact: boolean };
  /** Share of the axis' range that some accepted or undecided box still covers, 0 to 1. */
  aliveShare(axis: number): number;
  /** The region's marginal density along an axis, as `bins` shares that sum to 1; undecided boxes count whole. */
  marginal(axis: number, bins: number): Float64Array;
}
