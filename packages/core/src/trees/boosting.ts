import { InvalidOptionError } from "../errors.js";
import type { Axis } from "../space/axis.js";
import { type BoosterOptions, resolveBoosterOptions } from "./booster-options.js";
import { type SortedColumns, sortColumns } from "./sorted-columns.js";
import type { TreeEnsemble } from "./tree-ensemble.js";
import { TreeGrower } from "./tree-grower.js";

/** Keeps sums of second derivatives positive, as in XGBoost. */
const LEAST_HESSIAN = Math.fround(1e-16);

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
  const margins = new Float32Array(columns.count);
  const grower = new TreeGrower(columns, options, axes);
  for (let round = 0; round < options.rounds; round++) {
    differentiate(margins, labels, grower.gradients, grower.hessians);
    grower.grow(margins);
  }
  return grower.ensemble();
}

/**
 * Derivatives of the logistic loss: p - y and p (1 - p), rounded to float32 as XGBoost does it. Sums of them in float64 are
 * exact as long as no probability is extreme, hence the same in any order of the points.
 */
function differentiate(
  margins: Float32Array,
  labels: Uint8Array,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  for (let i = 0; i < labels.length; i++) {
    const probability = Math.fround(1 / Math.fround(1 + Math.fround(Math.exp(-(margins[i] as number)))));
    gradients[i] = Math.fround(probability - (labels[i] as number));
    hessians[i] = Math.max(Math.fround(probability * Math.fround(1 - probability)), LEAST_HESSIAN);
  }
}
