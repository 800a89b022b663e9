import { InvalidOptionError } from "../errors.js";
import type { Axis } from "../space/axis.js";
import { exactLeaf, type TreeEnsemble } from "../trees/tree-ensemble.js";

/** A tree as linked nodes, for taking it apart and putting it together. */
export type TreeNode = Leaf | Split;

interface Leaf {
  readonly kind: "leaf";
  value: number;
}

/** Points whose coordinate on `axis` is less than `threshold` go `below`, the others `above`. */
export interface Split {
  readonly kind: "split";
  readonly axis: number;
  readonly threshold: number;
  readonly below: TreeNode;
  readonly above: TreeNode;
}

/**
 * The tree at node `root` of `trees` with its thresholds on cell edges and without splits that have all of the cube, or
 * equal leaves, on one side.
 * @throws InvalidOptionError for a leaf that is not exact, or a split on an axis that is not there
 */
export function readTree(trees: TreeEnsemble, root: number, axes: readonly Axis[]): TreeNode {
  const lower = new Float64Array(axes.length);
  const upper = new Float64Array(axes.length).fill(1);
  const read = (node: number): TreeNode => {
    const axis = trees.feature[node] as number;
    if (axis === -1) return { kind: "leaf", value: checkedLeaf(trees.value[node] as number) };
    const edges = axes[axis];
    if (edges === undefined) {
      throw new InvalidOptionError(`A tree splits axis ${axis} of ${axes.length}; train it on points of this space.`);
    }
    const threshold = edges.edge(trees.threshold[node] as number);
    const child = trees.left[node] as number;
    const low = lower[axis] as number;
    const high = upper[axis] as number;
    if (threshold >= high) return read(child);
    if (threshold <= low) return read(child + 1);
    upper[axis] = threshold;
    const below = read(child);
    upper[axis] = high;
    lower[axis] = threshold;
    const above = read(child + 1);
    lower[axis] = low;
    return below.kind === "leaf" && above.kind === "leaf" && below.value === above.value
      ? below
      : { kind: "split", axis, threshold, below, above };
  };
  return read(root);
}

function checkedLeaf(value: number): number {
  if (exactLeaf(value) === value) return value;
  throw new InvalidOptionError(`A tree has the leaf ${value}; leaves must be as exactLeaf gives them.`);
}
