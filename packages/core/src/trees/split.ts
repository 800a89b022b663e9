import type { BoosterOptions } from "./booster-options.js";
import type { SortedColumns } from "./sorted-columns.js";

/** First and second derivatives of the loss by a point's margin, or their sums over points. */
export interface Derivatives {
  readonly gradient: number;
  readonly hessian: number;
}

/** A split of a node: of its points in the order of `axis`, those from `position` on go right. */
export interface Split {
  axis: number;
  position: number;
  gain: number;
  rightGradient: number;
  rightHessian: number;
}

/** More than float32 rounding can add to a sum of two gains, relatively. */
const ROUNDING = 1e-6;

/**
 * Twice the loss that a leaf saves: G^2 / (H + lambda) (Chen and Guestrin 2016, equation 7). Rounded to float32 as XGBoost
 * does it: splits that are equal in exact arithmetic then tie, and are not chosen by the last bits of their sums.
 */
function leafGain(gradient: number, hessian: number, lambda: number): number {
  return Math.fround(Math.fround(gradient * gradient) / Math.fround(hessian + lambda));
}

/**
 * Finds the split with the highest gain of the node whose points are `order[axis * count + begin .. axis * count + end)`
 * for every axis, and writes it to `best`. Axes are tried from the first, thresholds from the highest; of equal gains the
 * first stays. Without any split, `best.gain` is 0.
 *
 * @param gradients first and @param hessians second derivatives by point
 * @param total their sums over the node
 */
export function findSplit(
  { count, dimensions, values }: SortedColumns,
  order: Int32Array,
  begin: number,
  end: number,
  gradients: Float64Array,
  hessians: Float64Array,
  total: Derivatives,
  { minChildWeight, lambda }: Required<BoosterOptions>,
  best: Split,
): void {
  const { gradient, hessian } = total;
  const unsplit = leafGain(gradient, hessian, lambda);
  let bestSum = unsplit;
  let promising = bestSum * (1 - ROUNDING);
  for (let axis = 0; axis < dimensions; axis++) {
    const base = axis * count;
    let rightGradient = 0;
    let rightHessian = 0;
    for (let k = base + end - 1; k > base + begin; k--) {
      const point = order[k] as number;
      rightGradient += gradients[point] as number;
      rightHessian += hessians[point] as number;
      const leftHessian = hessian - rightHessian;
      if (leftHessian < minChildWeight) break;
      if (rightHessian < minChildWeight) continue;
      const leftGradient = gradient - rightGradient;
      const left = leftHessian + lambda;
      const right = rightHessian + lambda;
      // The sum of gains times both denominators, which spares nearly all divisions.
      if (leftGradient * leftGradient * right + rightGradient * rightGradient * left <= promising * left * right)
        continue;
      if (values[base + point] === values[base + (order[k - 1] as number)]) continue;
      const sum = Math.fround(
        leafGain(leftGradient, leftHessian, lambda) + leafGain(rightGradient, rightHessian, lambda),
      );
      if (sum <= bestSum) continue;
      bestSum = sum;
      promising = bestSum * (1 - ROUNDING);
      best.axis = axis;
      best.position = k - base;
      best.rightGradient = rightGradient;
      best.rightHessian = rightHessian;
    }
  }
  best.gain = Math.fround(bestSum - unsplit);
}
