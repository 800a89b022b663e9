/**
 * A sum of binary decision trees in flat arrays, all trees of the ensemble one after the other; at most 2^14 trees.
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
  /** Leaves as `exactLeaf` gives them, so that a sum of leaves is exact, whatever the order of summation. */
  readonly value: Float64Array;
}

/** Largest leaf: a step of 32 in log-odds is certainty. 2^14 leaves of this size add up to 2^19. */
const LARGEST = 32;
/** With sums of up to 2^19, multiples of 2^-33 need 52 of the 53 bits that a number has. */
const UNITS = 0x2_0000_0000;

/** The multiple of 2^-33 that is nearest to `value`, from -32 to 32. Float32 numbers above 2^-10 in size are such. */
export function exactLeaf(value: number): number {
  return Math.floor(Math.min(Math.max(value, -LARGEST), LARGEST) * UNITS + 0.5) / UNITS;
}
