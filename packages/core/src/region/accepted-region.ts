import { EmptyRegionError, InvalidOptionError } from "../errors.js";
import type { Rng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import { accepts } from "../trees/margin.js";
import type { TreeEnsemble } from "../trees/tree-ensemble.js";
import { type Box, isAccepted, unitCube } from "./box.js";
import { coveredShare, marginalShares } from "./marginals.js";
import { refineBoxes, WORK_LIMIT } from "./partition.js";
import { checkMapGrid, mapBoxes, type RegionMap, sliceBoxes } from "./region-map.js";
import { type RegionSample, RegionSampler } from "./region-sampler.js";
import { type SimpleTrees, simplifyTrees } from "./simple-trees.js";
import type { VolumeBounds } from "./volume-bounds.js";

/** The part of the unit cube that a list of classifiers accepts, as disjoint boxes. Immutable. */
export interface AcceptedRegion {
  /** Share of the cube, by the prior's measure; equal bounds when no box is undecided, both 0 when every box is refused. */
  readonly volume: VolumeBounds;
  /** How many of the classifiers may refuse a point. */
  readonly relaxChecks: number;
  /**
   * This region cut by one more classifier; refines the boxes that are there.
   * @throws InvalidOptionError for trees on other axes, or with leaves that are not as `exactLeaf` gives them
   */
  refine(classifier: TreeEnsemble): AcceptedRegion;
  /**
   * Draws `count` snapped points, each accepted by all but at most `relaxChecks` classifiers. As long as rejection in the
   * boxes is cheap they are independent and uniform over the region (`exact`). Where it is not, the rest come from a
   * Markov chain, begun at points drawn before and at those of `starts`, snapped points, that lie in the region.
   * @throws EmptyRegionError when every box is refused, or when no accepted point is known or found
   */
  sample(count: number, rng: Rng, starts?: readonly Float64Array[]): RegionSample;
  /** Share of the axis' range that some accepted or undecided box still covers, 0 to 1. */
  aliveShare(axis: number): number;
  /** The region's marginal along an axis, as `bins` shares that sum to 1, or are 0 when every box is refused; undecided boxes count whole. */
  marginal(axis: number, bins: number): Float64Array;
  /**
   * How much of the region lies over each of `bins` x `bins` cells of two axes.
   * @param bins from 1 to 1000
   * @throws InvalidOptionError for axes that are the same or not there, or other bins
   */
  map(xAxis: number, yAxis: number, bins: number): RegionMap;
  /**
   * Share of each cell of two axes, as in `map`, that the region holds where all other axes are as at `point`: a cut through
   * it. Exact, but that a part of a cell where a box is undecided counts as its middle does.
   * @param point snapped
   * @throws InvalidOptionError as `map`, or for a point of another space
   */
  slice(xAxis: number, yAxis: number, bins: number, point: Float64Array): Float64Array;
}

/** Settings of a region. */
export interface AcceptedRegionOptions {
  /** How many of the classifiers may refuse a point, from 0. Default 0. */
  readonly relaxChecks?: number;
  /** Nodes of trees that may be looked at to cut by one classifier, from 0: more make bounds tighter. Default 500,000: 30 to 60 ms. */
  readonly workLimit?: number;
}

/** The region that no classifier has cut yet: the whole cube. */
export function acceptedRegion(
  axes: readonly Axis[],
  { relaxChecks = 0, workLimit = WORK_LIMIT }: AcceptedRegionOptions = {},
): AcceptedRegion {
  const boxes = [unitCube(axes.length)];
  const volume = { lower: 1, upper: 1 };
  return new BoxRegion({ axes, relaxChecks, workLimit, classifiers: [], boxes, emptiedBy: 0, volume });
}

interface RegionState {
  readonly axes: readonly Axis[];
  readonly relaxChecks: number;
  readonly workLimit: number;
  readonly classifiers: readonly SimpleTrees[];
  readonly boxes: readonly Box[];
  /** The classifier, counted from 1, that left no box; 0: none did. */
  readonly emptiedBy: number;
  readonly volume: VolumeBounds;
}

class BoxRegion implements AcceptedRegion {
  readonly #state: RegionState;
  #sampler: RegionSampler | undefined;

  constructor(state: RegionState) {
    this.#state = state;
  }

  get volume(): VolumeBounds {
    return this.#state.volume;
  }

  get relaxChecks(): number {
    return this.#state.relaxChecks;
  }

  refine(classifier: TreeEnsemble): AcceptedRegion {
    const { axes, relaxChecks, workLimit, emptiedBy, volume } = this.#state;
    const trees = simplifyTrees(classifier, axes);
    const classifiers = [...this.#state.classifiers, trees];
    const boxes = refineBoxes(this.#state.boxes, trees, relaxChecks, workLimit);
    return new BoxRegion({
      axes,
      relaxChecks,
      workLimit,
      classifiers,
      boxes,
      emptiedBy: boxes.length === 0 && emptiedBy === 0 ? classifiers.length : emptiedBy,
      volume: boundVolume(boxes, relaxChecks, volume.upper),
    });
  }

  sample(count: number, rng: Rng, starts: readonly Float64Array[] = []): RegionSample {
    const { axes, classifiers, boxes, relaxChecks, emptiedBy } = this.#state;
    if (emptiedBy > 0) {
      throw new EmptyRegionError(
        emptiedBy,
        `Stage ${emptiedBy} refuses every point that those before it accept; use fewer stages, or let more of them refuse.`,
      );
    }
    this.#sampler ??= new RegionSampler(axes, classifiers, boxes, relaxChecks);
    return this.#sampler.sample(count, rng, starts);
  }

  aliveShare(axis: number): number {
    return coveredShare(this.#state.boxes, axis);
  }

  marginal(axis: number, bins: number): Float64Array {
    return marginalShares(this.#state.boxes, axis, bins);
  }

  map(xAxis: number, yAxis: number, bins: number): RegionMap {
    const grid = { x: xAxis, y: yAxis, bins };
    checkMapGrid(grid, this.#state.axes.length);
    return mapBoxes(this.#state.boxes, this.#state.relaxChecks, grid);
  }

  slice(xAxis: number, yAxis: number, bins: number, point: Float64Array): Float64Array {
    const { axes, boxes, relaxChecks } = this.#state;
    const grid = { x: xAxis, y: yAxis, bins };
    checkMapGrid(grid, axes.length);
    if (point.length !== axes.length) {
      throw new InvalidOptionError(
        `The point has ${point.length} coordinates; give one for each of ${axes.length} axes.`,
      );
    }
    return sliceBoxes(boxes, relaxChecks, grid, point, (at) => this.#accepts(at));
  }

  #accepts(point: Float64Array): boolean {
    const { axes, classifiers, relaxChecks } = this.#state;
    const snapped = Float64Array.from(axes, (axis, i) => axis.snap(point[i] as number));
    return classifiers.filter((trees) => !accepts(trees, snapped)).length <= relaxChecks;
  }
}

/** Cutting does not add volume; rounding could. */
function boundVolume(boxes: readonly Box[], relaxChecks: number, most: number): VolumeBounds {
  let accepted = 0;
  let undecided = 0;
  for (const box of boxes) {
    if (isAccepted(box, relaxChecks)) accepted += box.volume;
    else undecided += box.volume;
  }
  const upper = Math.min(accepted + undecided, most);
  return { lower: Math.min(accepted, upper), upper };
}
