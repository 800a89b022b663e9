import type { Rng } from "../rng.js";
import type { VolumeBounds } from "../sampler/sampler.js";
import type { Axis } from "../space/axis.js";
import type { TreeEnsemble } from "../trees/tree-ensemble.js";
import { type Box, unitCube } from "./box.js";
import { isAccepted, refineBoxes } from "./partition.js";
import { RegionSampler } from "./region-sampler.js";
import { type SimpleTrees, simplifyTrees } from "./simple-trees.js";

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

export interface RegionOptions {
  /** How many of the classifiers may refuse a point, default 0. */
  readonly relaxChecks?: number;
}

export function acceptedRegion(axes: readonly Axis[], options: RegionOptions = {}): BoxRegion {
  const { relaxChecks = 0 } = options;
  return new BoxRegion(axes, relaxChecks, [], [unitCube(axes.length)]);
}

export class BoxRegion implements AcceptedRegion {
  readonly axes: readonly Axis[];
  readonly relaxChecks: number;
  readonly classifiers: readonly SimpleTrees[];
  readonly boxes: readonly Box[];
  readonly volume: VolumeBounds;
  constructor(axes: readonly Axis[], relaxChecks: number, classifiers: readonly SimpleTrees[], boxes: readonly Box[]) {
    this.axes = axes;
    this.relaxChecks = relaxChecks;
    this.classifiers = classifiers;
    this.boxes = boxes;
    let lower = 0;
    let undecided = 0;
    for (const box of boxes) {
      if (isAccepted(box, relaxChecks)) lower += box.volume;
      else undecided += box.volume;
    }
    this.volume = { lower, upper: lower + undecided };
  }
  refine(classifier: TreeEnsemble): BoxRegion {
    const trees = simplifyTrees(classifier, this.axes);
    return new BoxRegion(
      this.axes,
      this.relaxChecks,
      [...this.classifiers, trees],
      refineBoxes(this.boxes, trees, this.relaxChecks),
    );
  }
  sample(
    count: number,
    rng: Rng,
    _starts?: readonly Float64Array[],
  ): { points: Float64Array[]; exact: boolean; proposals: number } {
    const s = new RegionSampler(this.axes, this.boxes, this.relaxChecks);
    const points: Float64Array[] = [];
    for (let i = 0; i < count; i++) points.push(s.draw(rng));
    return { points, exact: true, proposals: s.proposals };
  }
  aliveShare(axis: number): number {
    return this.#coverage(axis, 1000).filter((share) => share > 0).length / 1000;
  }
  marginal(axis: number, bins: number): Float64Array {
    const coverage = this.#coverage(axis, bins);
    const sum = coverage.reduce((a, b) => a + b, 0);
    return coverage.map((share) => share / sum);
  }
  #coverage(axis: number, bins: number): Float64Array {
    const coverage = new Float64Array(bins);
    for (const box of this.boxes) {
      const lower = box.lower[axis] as number;
      const upper = box.upper[axis] as number;
      for (let bin = 0; bin < bins; bin++) {
        const overlap = Math.min(upper, (bin + 1) / bins) - Math.max(lower, bin / bins);
        if (overlap > 0) coverage[bin] = (coverage[bin] as number) + (box.volume * overlap) / (upper - lower);
      }
    }
    return coverage;
  }
}
