import type { Axis } from "../space/axis.js";
import type { TreeEnsemble } from "../trees/tree-ensemble.js";
import { mergeTrees } from "./merge-trees.js";
import type { Split, TreeNode } from "./tree-node.js";

/**
 * A classifier's trees as the region works with them: merged, with thresholds on cell edges. Leaves may be larger than
 * `exactLeaf` allows, but sums of them are as exact.
 */
export interface SimpleTrees extends TreeEnsemble {
  /** Per node the axes that it and the nodes below it split, bit `axis % 32` each. */
  readonly splitAxes: Int32Array;
  /** Per split its number among the cuts, in order of axis, then threshold; equal splits share a cut. */
  readonly cut: Int32Array;
  /** Thresholds of the cuts; those of axis a are `cutsOfAxis[a]` up to before `cutsOfAxis[a + 1]`. */
  readonly cutThreshold: Float64Array;
  readonly cutsOfAxis: Int32Array;
}

/** Trees with the same margin as `trees` at every snapped point, to the last bit. */
export function simplifyTrees(trees: TreeEnsemble, axes: readonly Axis[]): SimpleTrees {
  const nodes: TreeNode[] = [];
  const roots: number[] = [];
  const left: number[] = [];
  for (const tree of mergeTrees(trees, axes)) {
    roots.push(nodes.push(tree) - 1);
    for (let i = left.length; i < nodes.length; i++) {
      const node = nodes[i] as TreeNode;
      left.push(node.kind === "leaf" ? 0 : nodes.length);
      if (node.kind === "split") nodes.push(node.below, node.above);
    }
  }
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(nodes, (node) => (node.kind === "leaf" ? -1 : node.axis)),
    threshold: Float64Array.from(nodes, (node) => (node.kind === "leaf" ? 0 : node.threshold)),
    left: Int32Array.from(left),
    value: Float64Array.from(nodes, (node) => (node.kind === "leaf" ? node.value : 0)),
    splitAxes: findSplitAxes(nodes, left),
    ...numberCuts(nodes, axes.length),
  };
}

/** Children come after their parent, so going backwards they are known first. */
function findSplitAxes(nodes: readonly TreeNode[], left: readonly number[]): Int32Array {
  const splitAxes = new Int32Array(nodes.length);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i] as TreeNode;
    if (node.kind === "leaf") continue;
    const child = left[i] as number;
    splitAxes[i] = (1 << (node.axis % 32)) | (splitAxes[child] as number) | (splitAxes[child + 1] as number);
  }
  return splitAxes;
}

function numberCuts(
  nodes: readonly TreeNode[],
  dimensions: number,
): Pick<SimpleTrees, "cut" | "cutThreshold" | "cutsOfAxis"> {
  const splits: [node: number, split: Split][] = [];
  for (const [i, node] of nodes.entries()) if (node.kind === "split") splits.push([i, node]);
  splits.sort(([, a], [, b]) => a.axis - b.axis || a.threshold - b.threshold);
  const cut = new Int32Array(nodes.length);
  const cutThreshold: number[] = [];
  const cutsOfAxis = new Int32Array(dimensions + 1);
  let last: Split | undefined;
  for (const [node, split] of splits) {
    if (split.axis !== last?.axis || split.threshold !== last.threshold) cutThreshold.push(split.threshold);
    cut[node] = cutThreshold.length - 1;
    cutsOfAxis[split.axis + 1] = cutThreshold.length;
    last = split;
  }
  for (let axis = 0; axis < dimensions; axis++) {
    cutsOfAxis[axis + 1] = Math.max(cutsOfAxis[axis] as number, cutsOfAxis[axis + 1] as number);
  }
  return { cut, cutThreshold: Float64Array.from(cutThreshold), cutsOfAxis };
}
