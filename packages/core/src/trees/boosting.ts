import { InvalidOptionError } from "../errors.js";
import type { Axis } from "../space/axis.js";
import { type BoosterOptions, resolveBoosterOptions } from "./booster-options.js";
import { type SortedColumns, sortColumns } from "./sorted-columns.js";
import type { TreeEnsemble } from "./tree-ensemble.js";
import { TreeGrower } from "./tree-grower.js";

/**
 * Trains a classifier of `points` by gradient boosting of the logistic loss, as XGBoost's exact method does it (Chen and
 * Guestrin 2016, "XGBoost: a scalable tree boosting system"). The margin of the trees is the log-odds of label 1; it
 * starts at 0. The same points give the same trees on every platform.
 *
 * @param points at least one, all of one length, coordinates finite
 * @param labels 0 or 1 for each point
 * @param axes when given, thresholds fall on cell edges (`Axis.edge`), so that every cell is decided as a whole; the
 *   points must then be snapped
 * @throws InvalidOptionError for options out of range, and for points and labels that do not fit together
 */
export function trainBoostedTrees(
  points: readonly Float64Array[],
  labels: Uint8Array,
  options?: BoosterOptions,
  axes?: readonly Axis[],
): TreeEnsemble {
  const dimensions = points[0]?.length ?? 0;
  if (dimensions === 0) throw new InvalidOptionError("There is no point to train on; give at least one.");
  if (labels.length !== points.length) {
    throw new InvalidOptionError(`There are ${points.length} points but ${labels.length} labels; give each point one.`);
  }
  if (axes !== undefined && axes.length !== dimensions) {
    throw new InvalidOptionError(`Points have ${dimensions} coordinates but ${axes.length} axes were given.`);
  }
  for (const [i, point] of points.entries()) {
    if (point.length !== dimensions || !point.every(Number.isFinite)) {
      throw new InvalidOptionError(`Point ${i} is [${point.join(", ")}]; it must be ${dimensions} finite numbers.`);
    }
  }
  return boost(sortColumns(points), labels, resolveBoosterOptions(options), axes);
}

/** `trainBoostedTrees` on columns sorted before and options known to be good. */
export function boost(
  columns: SortedColumns,
  labels: Uint8Array,
  options: Required<BoosterOptions>,
  axes?: readonly Axis[],
): TreeEnsemble {
  const { count } = columns;
  const margins = new Float32Array(count);
  const gradients = new Float32Array(count);
  const hessians = new Float32Array(count);
  const grower = new TreeGrower(columns, gradients, hessians, options, axes);
  for (let round = 0; round < options.rounds; round++) {
    for (let i = 0; i < count; i++) {
      const probability = Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-(margins[i] as number)))));
      gradients[i] = probability - (labels[i] as number);
      hessians[i] = Math.max(probability * Math.fround(1 - probability), 1e-16);
    }
    grower.grow(margins);
  }
  return grower.ensemble();
}
