import type { Axis } from "../space/axis.js";
import type { TreeEnsemble } from "../trees/tree-ensemble.js";
import { readTree, type Split, type TreeNode } from "./tree-node.js";

/** Larger trees hardly ever come twice in an ensemble. */
const MOST_MERGED_SPLITS = 15;

/**
 * Trees with the same margin at every snapped point, but fewer: all that split one axis only become a step function of
 * that axis, those of equal splits one tree, and constant ones a leaf, which comes last. Fewer trees mean tighter bounds
 * and less work, and boosting on few points makes many alike. Sums of leaves are exact, so no margin changes by a bit.
 */
export function mergeTrees(trees: TreeEnsemble, axes: readonly Axis[]): TreeNode[] {
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
      const shape = splits.map(describeSplit).join();
      const twin = alike.get(shape);
      if (twin === undefined) alike.set(shape, tree);
      else addLeaves(twin, tree);
    }
  }
  const steps = jumps
    .map((jumpsOfAxis, axis) => stepFunction(axis, jumpsOfAxis))
    .filter(({ kind }) => kind === "split");
  return [...steps, ...alike.values(), ...large, { kind: "leaf", value: constant }];
}

/** The splits of a tree, each before those below it, lower side first. */
function listSplits(tree: TreeNode, splits: Split[] = []): Split[] {
  if (tree.kind === "leaf") return splits;
  splits.push(tree);
  listSplits(tree.below, splits);
  return listSplits(tree.above, splits);
}

/** With the kinds of the children, the list of splits says what tree it is. */
function describeSplit({ axis, threshold, below, above }: Split): string {
  return `${axis} ${threshold} ${below.kind} ${above.kind}`;
}

/** Adds the steps of a tree that splits one axis only; returns its value at the lower end. */
function addJumps(tree: TreeNode, jumps: Map<number, number>): number {
  let last: number | undefined;
  let first = 0;
  const visit = (node: TreeNode, start: number): void => {
    if (node.kind === "split") {
      visit(node.below, start);
      visit(node.above, node.threshold);
      return;
    }
    if (last === undefined) first = node.value;
    else jumps.set(start, (jumps.get(start) ?? 0) + node.value - last);
    last = node.value;
  };
  visit(tree, 0);
  return first;
}

/** A balanced tree that is 0 at the lower end of the axis and jumps at each threshold. */
function stepFunction(axis: number, jumps: ReadonlyMap<number, number>): TreeNode {
  const steps = [...jumps].filter(([, jump]) => jump !== 0).sort(([a], [b]) => a - b);
  const values = [0];
  for (const [i, [, jump]] of steps.entries()) values.push((values[i] as number) + jump);
  const build = (from: number, to: number): TreeNode => {
    if (from === to) return { kind: "leaf", value: values[from] as number };
    const middle = (from + to) >> 1;
    const [threshold] = steps[middle] as [number, number];
    return { kind: "split", axis, threshold, below: build(from, middle), above: build(middle + 1, to) };
  };
  return build(0, steps.length);
}

/** Adds the leaves of `other`, a tree of the same splits, to those of `tree`. */
function addLeaves(tree: TreeNode, other: TreeNode): void {
  if (tree.kind === "leaf" && other.kind === "leaf") tree.value += other.value;
  if (tree.kind === "leaf" || other.kind === "leaf") return;
  addLeaves(tree.below, other.below);
  addLeaves(tree.above, other.above);
}
