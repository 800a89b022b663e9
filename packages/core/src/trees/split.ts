import type { SortedColumns } from "./sorted-columns.js";

/** Sums of first and second derivatives of the loss over a node's points. */
export interface GradientSums {
  gradient: number;
  hessian: number;
}

/** The best split of a node found so far; the points from `position` on go right. */
export interface Split {
  axis: number;
  position: number;
  gain: number;
  readonly right: GradientSums;
}

/** How strongly splits are penalised. */
export interface SplitRules {
  readonly minChildWeight: number;
  readonly lambda: number;
}

/**
 * Twice the loss that a leaf over these points saves: G^2 / (H + lambda), Chen and Guestrin 2016, equation 7. Rounded to
 * float32 as XGBoost does, which makes splits that are equal in exact arithmetic tie here too, instead of leaving the
 * choice between them to the last bits of a sum.
 */
export function leafGain(gradient: number, hessian: number, lambda: number): number {
  return Math.fround(Math.fround(gradient * gradient) / Math.fround(hessian + lambda));
}

/**
 * Finds the split of the points `order[axis * count + begin .. end)` with the highest gain, writes it to `best` and
 * tells whether there is one. Thresholds are tried from the highest down and axes from the first on; of equal gains the
 * first stays.
 */
export function findSplit(
  columns: SortedColumns,
  order: Int32Array,
  begin: number,
  end: number,
  gradients: Float32Array,
  hessians: Float32Array,
  sums: GradientSums,
  rules: SplitRules,
  best: Split,
): boolean {
  const { count, dimensions, values } = columns;
  const { minChildWeight, lambda } = rules;
  const { gradient, hessian } = sums;
  const unsplit = leafGain(gradient, hessian, lambda);
  let bestSum = unsplit;
  let found = false;
  for (let axis = 0; axis < dimensions; axis++) {
    const base = axis * count;
    const first = base + begin;
    let rightGradient = 0;
    let rightHessian = 0;
    let point = order[base + end - 1] as number;
    let value = values[base + point] as number;
    for (let k = base + end - 1; k > first; k--) {
      rightGradient += gradients[point] as number;
      rightHessian += hessians[point] as number;
      const leftHessian = hessian - rightHessian;
      if (leftHessian < minChildWeight) break;
      point = order[k - 1] as number;
      const above = value;
      value = values[base + point] as number;
      if (rightHessian < minChildWeight || value === above) continue;
      const sum = Math.fround(
        leafGain(gradient - rightGradient, leftHessian, lambda) + leafGain(rightGradient, rightHessian, lambda),
      );
      if (sum > bestSum) {
        bestSum = sum;
        found = true;
        best.axis = axis;
        best.position = k - base;
        best.right.gradient = rightGradient;
        best.right.hessian = rightHessian;
      }
    }
  }
  best.gain = Math.fround(bestSum - unsplit);
  return found;
}
