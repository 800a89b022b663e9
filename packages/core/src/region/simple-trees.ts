import type { Axis } from "../space/axis.js";
import type { TreeEnsemble } from "../trees/tree-ensemble.js";
import { readTree, type Split, type TreeNode } from "./tree-node.js";

/** Larger trees hardly ever come twice in an ensemble. */
const MOST_MERGED_SPLITS = 15;

/** Trees prepared for bounding. Leaves are not limited to 32 any more, their sums still exact. */
export interface SimpleTrees extends TreeEnsemble {
  /** Per node the axes that it and the nodes below it split, bit `axis % 32` each. */
  readonly splitAxes: Int32Array;
  /** Per split its number among the cuts, in order of axis, then threshold; equal splits share a cut. */
  readonly cut: Int32Array;
  /** Thresholds of the cuts; those of axis a are `cutsOfAxis[a]` up to before `cutsOfAxis[a + 1]`. */
  readonly cutThreshold: Float64Array;
  readonly cutsOfAxis: Int32Array;
}

/**
 * Trees with the same margin at every snapped point, but fewer: all that split one axis only become a step function of
 * it, those of equal splits one tree, constant ones one leaf, the last root. Fewer trees mean tighter bounds and less
 * work, and boosting on few points makes many alike. Thresholds move to cell edges (`Axis.edge`), and splits that leave
 * one side of the cube empty go. Sums of leaves are exact, so no margin changes by a bit.
 */
export function simplifyTrees(trees: TreeEnsemble, axes: readonly Axis[]): SimpleTrees {
  const jumps = axes.map(() => new Map<number, number>());
  const alike = new Map<string, Split>();
  const large: Split[] = [];
  let constant = 0;
  for (const root of trees.roots) {
    const tree = readTree(trees, root, axes);
    if (tree.kind === "leaf") {
      constant += tree.value;
      continue;
    }
    const splits = listSplits(tree);
    if (splits.every(({ axis }) => axis === tree.axis)) {
      constant += addJumps(tree, jumps[tree.axis] as Map<number, number>);
    } else if (splits.length > MOST_MERGED_SPLITS) {
      large.push(tree);
    } else {
      const shape = splits
        .map(({ axis, threshold, below, above }) => `${axis} ${threshold} ${below.kind} ${above.kind}`)
        .join();
      const twin = alike.get(shape);
      if (twin === undefined) alike.set(shape, tree);
      else addLeaves(twin, tree);
    }
  }
  const steps = jumps
    .map((jumpsOfAxis, axis) => stepFunction(axis, jumpsOfAxis))
    .filter(({ kind }) => kind === "split");
  return flatten([...steps, ...alike.values(), ...large, { kind: "leaf", value: constant }], axes.length);
}

/** The splits of a tree, each before those below it, lower side first. */
function listSplits(tree: TreeNode, splits: Split[] = []): Split[] {
  if (tree.kind === "leaf") return splits;
  splits.push(tree);
  listSplits(tree.below, splits);
  return listSplits(tree.above, splits);
}

/** Adds the steps of a tree that splits one axis only; returns its value at the lower end. */
function addJumps(tree: TreeNode, jumps: Map<number, number>): number {
  let last: number | undefined;
  let first = 0;
  const visit = (node: TreeNode, start: number): void => {
    if (node.kind === "split") {
      visit(node.below, start);
      visit(node.above, node.threshold);
    } else {
      if (last === undefined) first = node.value;
      else jumps.set(start, (jumps.get(start) ?? 0) + node.value - last);
      last = node.value;
    }
  };
  visit(tree, 0);
  return first;
}

/** A balanced tree that is 0 at the lower end of the axis and jumps at each threshold. */
function stepFunction(axis: number, jumps: ReadonlyMap<number, number>): TreeNode {
  const thresholds = [...jumps.keys()].filter((threshold) => jumps.get(threshold) !== 0).sort((a, b) => a - b);
  const values = [0];
  for (const [i, threshold] of thresholds.entries()) {
    values.push((values[i] as number) + (jumps.get(threshold) as number));
  }
  const build = (from: number, to: number): TreeNode => {
    if (from === to) return { kind: "leaf", value: values[from] as number };
    const middle = (from + to) >> 1;
    return {
      kind: "split",
      axis,
      threshold: thresholds[middle] as number,
      below: build(from, middle),
      above: build(middle + 1, to),
    };
  };
  return build(0, thresholds.length);
}

/** Adds the leaves of `other`, a tree of the same splits, to those of `tree`. */
function addLeaves(tree: TreeNode, other: TreeNode): void {
  if (tree.kind === "leaf") {
    tree.value += (other as typeof tree).value;
  } else {
    addLeaves(tree.below, (other as Split).below);
    addLeaves(tree.above, (other as Split).above);
  }
}

function flatten(trees: readonly TreeNode[], dimensions: number): SimpleTrees {
  const nodes: TreeNode[] = [];
  const roots: number[] = [];
  const left: number[] = [];
  for (const tree of trees) {
    roots.push(nodes.push(tree) - 1);
    for (let node = left.length; node < nodes.length; node++) {
      const split = nodes[node] as TreeNode;
      left.push(split.kind === "leaf" ? 0 : nodes.length);
      if (split.kind === "split") nodes.push(split.below, split.above);
    }
  }
  const splitAxes = new Int32Array(nodes.length);
  for (let node = nodes.length - 1; node >= 0; node--) {
    const split = nodes[node] as TreeNode;
    if (split.kind === "leaf") continue;
    const child = left[node] as number;
    splitAxes[node] = (1 << (split.axis % 32)) | (splitAxes[child] as number) | (splitAxes[child + 1] as number);
  }
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(nodes, (node) => (node.kind === "leaf" ? -1 : node.axis)),
    threshold: Float64Array.from(nodes, (node) => (node.kind === "leaf" ? 0 : node.threshold)),
    left: Int32Array.from(left),
    value: Float64Array.from(nodes, (node) => (node.kind === "leaf" ? node.value : 0)),
    splitAxes,
    ...numberCuts(nodes, dimensions),
  };
}

function numberCuts(
  nodes: readonly TreeNode[],
  dimensions: number,
): Pick<SimpleTrees, "cut" | "cutThreshold" | "cutsOfAxis"> {
  const cut = new Int32Array(nodes.length);
  const cutThreshold: number[] = [];
  const cutsOfAxis = new Int32Array(dimensions + 1);
  const splits = [...nodes.keys()].filter((node) => nodes[node]?.kind === "split");
  const split = (node: number): Split => nodes[node] as Split;
  splits.sort((a, b) => split(a).axis - split(b).axis || split(a).threshold - split(b).threshold);
  let last: Split | undefined;
  for (const node of splits) {
    const { axis, threshold } = split(node);
    if (last === undefined || axis !== last.axis || threshold !== last.threshold) {
      last = split(node);
      cutThreshold.push(threshold);
      cutsOfAxis[axis + 1] = cutThreshold.length;
    }
    cut[node] = cutThreshold.length - 1;
  }
  for (let axis = 0; axis < dimensions; axis++) {
    cutsOfAxis[axis + 1] = Math.max(cutsOfAxis[axis] as number, cutsOfAxis[axis + 1] as number);
  }
  return { cut, cutThreshold: Float64Array.from(cutThreshold), cutsOfAxis };
}
