import type { Observation } from "../sampler.js";
import type { ModelSpace } from "./model-space.js";
import { lossUnits } from "./units.js";

/** What the model is trained on. */
export interface ModelData {
  /** Per axis, the coordinates of all points as the model sees them. */
  readonly coordinates: readonly Float64Array[];
  /** Per axis: 1 when its values are only equal or not. */
  readonly categorical: Uint8Array;
  /** Per point, what `lossUnits` gives. */
  readonly units: Float64Array;
}

/**
 * The power of the kernel's additive term: 2 where there are categories. The square of a mean over axes is the mean over all
 * pairs of axes: what a category does is often to move the best value of another parameter.
 */
export function additivePower(categorical: Uint8Array): 1 | 2 {
  return categorical.includes(1) ? 2 : 1;
}

export function modelData(space: ModelSpace, observations: readonly Observation[]): ModelData {
  const seen = observations.map(({ point }) => space.see(point));
  return {
    coordinates: space.space.axes.map((_, axis) => Float64Array.from(seen, (point) => point[axis] as number)),
    categorical: space.categorical,
    units: lossUnits(observations),
  };
}

/** Points that the model remembers, and how many more gather before it forgets the worst again. */
const MEMORY = 200;
const SLACK = 30;

/**
 * Those of `observations` that the model is trained on: all of them up to 230; when there are more after a batch, the best
 * 200, to which later ones are added until there are more than 230 again. So a model always knows of its latest mistakes.
 */
export function remembered(observations: readonly Observation[], batchSize: number): readonly Observation[] {
  if (observations.length <= MEMORY + SLACK) return observations;
  let kept: Observation[] = [];
  for (let from = 0; from < observations.length; from += batchSize) {
    kept.push(...observations.slice(from, from + batchSize));
    if (kept.length > MEMORY + SLACK) kept = kept.toSorted(byLoss).slice(0, MEMORY);
  }
  return kept;
}

/** The best first. */
export function byLoss(a: Observation, b: Observation): number {
  return a.violation - b.violation || (a.loss === b.loss ? 0 : a.loss < b.loss ? -1 : 1);
}
