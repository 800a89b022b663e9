import type { TreeEnsemble } from "./tree-ensemble.js";

/**
 * The sum of the leaves that `point` falls into, tree by tree, so that it is bit for bit the same everywhere. For boosted
 * trees it is the log-odds that the point has label 1.
 */
export function margin(ensemble: TreeEnsemble, point: Float64Array): number {
  const { roots, feature, threshold, left, value } = ensemble;
  let sum = 0;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree] as number;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      node = (left[node] as number) + ((point[axis] as number) < (threshold[node] as number) ? 0 : 1);
    }
    sum += value[node] as number;
  }
  return sum;
}

/** Whether the ensemble's margin at `point` is above 0. */
export function accepts(ensemble: TreeEnsemble, point: Float64Array): boolean {
  return margin(ensemble, point) > 0;
}
