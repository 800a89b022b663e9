import type { Rng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import type { BoosterOptions } from "../trees/booster-options.js";
import { boost } from "../trees/boosting.js";
import { accepts } from "../trees/margin.js";
import { type SortedColumns, selectPoints } from "../trees/sorted-columns.js";

/** Number of cross-validation folds, and so the least number of points of either label. */
export const FOLDS = 5;

/**
 * Deals the points to `FOLDS` folds, each label's points shuffled and dealt in turn, so that every fold has its share of
 * both labels.
 *
 * @param labels 0 or 1 for each point
 * @returns the fold of each point, from 0
 */
export function stratifiedFolds(labels: Uint8Array, rng: Rng): Uint8Array {
  const folds = new Uint8Array(labels.length);
  let dealt = 0;
  for (const label of [1, 0]) {
    const members = Array.from(labels.keys()).filter((i) => labels[i] === label);
    for (let last = members.length - 1; last >= 0; last--) {
      const pick = rng.below(last + 1);
      folds[members[pick] as number] = dealt++ % FOLDS;
      members[pick] = members[last] as number;
    }
  }
  return folds;
}

/**
 * Mean over the folds of the share of a fold's points that trees trained on the other folds label rightly.
 *
 * @param columns the points, sorted
 * @param labels 0 or 1 for each point, at least `FOLDS` of either
 */
export function crossValidate(
  points: readonly Float64Array[],
  columns: SortedColumns,
  labels: Uint8Array,
  options: Required<BoosterOptions>,
  axes: readonly Axis[],
  rng: Rng,
): number {
  const folds = stratifiedFolds(labels, rng);
  let sum = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const training = selectPoints(
      columns,
      folds.map((f) => (f === fold ? 0 : 1)),
    );
    const trees = boost(
      training,
      labels.filter((_, i) => folds[i] !== fold),
      options,
      axes,
    );
    let right = 0;
    let tested = 0;
    for (const [i, point] of points.entries()) {
      if (folds[i] !== fold) continue;
      tested++;
      if (accepts(trees, point) === (labels[i] === 1)) right++;
    }
    sum += right / tested;
  }
  return sum / FOLDS;
}
