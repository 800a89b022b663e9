/**
 * A sum of binary decision trees in flat arrays, all trees of the ensemble one after the other.
 *
 * Node i is a leaf when `feature[i]` is -1, and then adds `value[i]`. Otherwise a point goes to node `left[i]` when
 * `point[feature[i]] < threshold[i]`, else to node `left[i] + 1`.
 */
export interface TreeEnsemble {
  /** Node of each tree's root, length = number of trees. */
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly value: Float64Array;
}
