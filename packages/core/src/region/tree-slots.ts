import type { SimpleTrees } from "./simple-trees.js";

/** Each pair of an axis and a tree that splits it has a slot; in order of axis, then tree. */
export interface TreeSlots {
  /** Slots of axis a are `slotsOfAxis[a]` up to before `slotsOfAxis[a + 1]`. */
  readonly slotsOfAxis: Int32Array;
  /** By split: the slot of its axis and tree. */
  readonly slotOf: Int32Array;
  /** By slot: the root of its tree. */
  readonly rootOf: Int32Array;
}

export function layOutSlots({ roots, feature }: SimpleTrees, dimensions: number): TreeSlots {
  const slotOf = new Int32Array(feature.length);
  const slotsOfAxis = new Int32Array(dimensions + 1);
  const lastTree = new Int32Array(dimensions);
  const treeEnds = [...roots.subarray(1), feature.length];
  const forEachSplit = (visit: (axis: number, node: number, tree: number, isFirst: boolean) => void): void => {
    lastTree.fill(-1);
    let node = 0;
    for (const [tree, end] of treeEnds.entries()) {
      for (; node < end; node++) {
        const axis = feature[node] as number;
        if (axis < 0) continue;
        visit(axis, node, tree, lastTree[axis] !== tree);
        lastTree[axis] = tree;
      }
    }
  };
  forEachSplit((axis, _node, _tree, isFirst) => {
    if (isFirst) slotsOfAxis[axis + 1] = (slotsOfAxis[axis + 1] as number) + 1;
  });
  for (let axis = 0; axis < dimensions; axis++) {
    slotsOfAxis[axis + 1] = (slotsOfAxis[axis] as number) + (slotsOfAxis[axis + 1] as number);
  }
  const rootOf = new Int32Array(slotsOfAxis[dimensions] as number);
  const slotAt = slotsOfAxis.map((first) => first - 1);
  forEachSplit((axis, node, tree, isFirst) => {
    if (isFirst) slotAt[axis] = (slotAt[axis] as number) + 1;
    const slot = slotAt[axis] as number;
    slotOf[node] = slot;
    rootOf[slot] = roots[tree] as number;
  });
  return { slotOf, slotsOfAxis, rootOf };
}
