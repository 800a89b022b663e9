import type { LineSegments } from "./line-segments.js";
import type { SimpleTrees } from "./simple-trees.js";
import { layOutSlots, type TreeSlots } from "./tree-slots.js";

/**
 * A classifier along a walk that changes one coordinate at a time. It remembers each tree's path to the point at hand, so
 * that a line along an axis costs only those trees whose path splits that axis, and nothing at all where even their
 * lowest leaves would leave the margin above 0. Sums of leaves are exact, so what is added and taken away never drifts.
 */
export class ChainClassifier {
  readonly #trees: SimpleTrees;
  /** By node: the lowest leaf below it. */
  readonly #lowest: Float64Array;
  readonly #slots: TreeSlots;
  /** By slot: the first node of the tree's path that splits the axis, or -1. */
  readonly #firstSplit: Int32Array;
  // By slot: how far along the axis the path stays as it is; everywhere where it does not split the axis.
  readonly #pathFrom: Float64Array;
  readonly #pathTo: Float64Array;
  /** By axis: what the margin would lose if every tree whose path splits the axis came to its lowest leaf. */
  readonly #loss: Float64Array;
  /** The point at hand, and the margin there. */
  #point: Float64Array = new Float64Array(0);
  #margin = 0;
  /** The splits that come first on their axis on the path last noted or forgotten. */
  readonly #path: number[] = [];
  // The line at hand: its axis, by cut how the margin jumps there, the margin where it starts, the last leaf passed.
  #axis = 0;
  readonly #jumps: Float64Array;
  #marginAtStart = 0;
  #lastLeaf = 0;

  constructor(trees: SimpleTrees, dimensions: number) {
    this.#trees = trees;
    this.#jumps = new Float64Array(trees.cutThreshold.length);
    this.#loss = new Float64Array(dimensions);
    this.#lowest = lowestLeaves(trees);
    this.#slots = layOutSlots(trees, dimensions);
    const slots = this.#slots.rootOf.length;
    this.#firstSplit = new Int32Array(slots);
    this.#pathFrom = new Float64Array(slots);
    this.#pathTo = new Float64Array(slots);
  }

  /** Goes to `point`, which is kept and must be changed through `move` only. */
  start(point: Float64Array): void {
    this.#point = point;
    this.#firstSplit.fill(-1);
    this.#pathFrom.fill(Number.NEGATIVE_INFINITY);
    this.#pathTo.fill(Number.POSITIVE_INFINITY);
    this.#loss.fill(0);
    this.#margin = 0;
    for (const root of this.#trees.roots) this.#margin += this.#notePath(root);
  }

  /** Takes those parts of the line through the point along `axis` from `segments` that this classifier refuses. */
  refuse(segments: LineSegments, axis: number): void {
    this.#axis = axis;
    if (this.#margin - (this.#loss[axis] as number) > 0) return;
    const { start, end } = segments;
    this.#marginAtStart = this.#margin;
    const { slotsOfAxis } = this.#slots;
    const slotsEnd = slotsOfAxis[axis + 1] as number;
    for (let slot = slotsOfAxis[axis] as number; slot < slotsEnd; slot++) {
      const node = this.#firstSplit[slot] as number;
      if (node >= 0) this.#addJumps(node, start, end, -1);
    }
    const { cutThreshold, cutsOfAxis } = this.#trees;
    const cutsEnd = cutsOfAxis[axis + 1] as number;
    let margin = this.#marginAtStart;
    let refusedFrom = margin > 0 ? -1 : start;
    for (let cut = firstAbove(cutThreshold, cutsOfAxis[axis] as number, cutsEnd, start); cut < cutsEnd; cut++) {
      const threshold = cutThreshold[cut] as number;
      if (threshold >= end) break;
      margin += this.#jumps[cut] as number;
      this.#jumps[cut] = 0;
      if (margin > 0 && refusedFrom >= 0) {
        segments.refuse(refusedFrom, threshold);
        refusedFrom = -1;
      } else if (margin <= 0 && refusedFrom < 0) {
        refusedFrom = threshold;
      }
    }
    if (refusedFrom >= 0) segments.refuse(refusedFrom, end);
    segments.endClassifier();
  }

  /** Before the point's coordinate on the axis that `refuse` was last asked for becomes `to`: brings the paths there. */
  move(to: number): void {
    const point = this.#point;
    const line = this.#axis;
    const from = point[line] as number;
    const { slotsOfAxis, rootOf } = this.#slots;
    const slotsEnd = slotsOfAxis[line + 1] as number;
    for (let slot = slotsOfAxis[line] as number; slot < slotsEnd; slot++) {
      if ((this.#pathFrom[slot] as number) <= to && to < (this.#pathTo[slot] as number)) continue;
      this.#margin -= this.#forgetPath(rootOf[slot] as number);
      point[line] = to;
      this.#margin += this.#notePath(rootOf[slot] as number);
      point[line] = from;
    }
  }

  /** Notes a tree's path to the point; returns its leaf. */
  #notePath(root: number): number {
    const { feature, threshold, left } = this.#trees;
    const point = this.#point;
    let count = 0;
    let node = root;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      const slot = this.#slots.slotOf[node] as number;
      const cut = threshold[node] as number;
      if ((this.#firstSplit[slot] as number) < 0) {
        this.#firstSplit[slot] = node;
        this.#path[count++] = node;
      }
      node = left[node] as number;
      if ((point[axis] as number) < cut) {
        this.#pathTo[slot] = cut;
      } else {
        this.#pathFrom[slot] = cut;
        node++;
      }
    }
    return this.#addLosses(node, count, 1);
  }

  /** Forgets a tree's path to the point; returns its leaf. */
  #forgetPath(root: number): number {
    const { feature, threshold, left } = this.#trees;
    const point = this.#point;
    let count = 0;
    let node = root;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      const slot = this.#slots.slotOf[node] as number;
      if (this.#firstSplit[slot] === node) {
        this.#firstSplit[slot] = -1;
        this.#pathFrom[slot] = Number.NEGATIVE_INFINITY;
        this.#pathTo[slot] = Number.POSITIVE_INFINITY;
        this.#path[count++] = node;
      }
      node = (left[node] as number) + ((point[axis] as number) < (threshold[node] as number) ? 0 : 1);
    }
    return this.#addLosses(node, count, -1);
  }

  /** Adds, or takes away, what the first `count` splits of `#path` may lose against a leaf; returns the leaf. */
  #addLosses(node: number, count: number, sign: 1 | -1): number {
    const { feature, value } = this.#trees;
    const leaf = value[node] as number;
    for (let i = 0; i < count; i++) {
      const split = this.#path[i] as number;
      const axis = feature[split] as number;
      this.#loss[axis] = (this.#loss[axis] as number) + sign * (leaf - (this.#lowest[split] as number));
    }
    return leaf;
  }

  /** Goes through the leaves that [from, to) of the line reaches below `start`, in order; the line enters at `entry`. */
  #addJumps(start: number, from: number, to: number, entry: number): void {
    const { feature, threshold, left, value } = this.#trees;
    const point = this.#point;
    const line = this.#axis;
    let node = start;
    let low = from;
    let lastCut = entry;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      const child = left[node] as number;
      const cut = threshold[node] as number;
      if (axis !== line) {
        node = (point[axis] as number) < cut ? child : child + 1;
      } else if (to <= cut) {
        node = child;
      } else {
        if (low < cut) {
          this.#addJumps(child, low, cut, lastCut);
          low = cut;
          lastCut = this.#trees.cut[node] as number;
        }
        node = child + 1;
      }
    }
    const leaf = value[node] as number;
    const at = point[line] as number;
    if (lastCut < 0) this.#marginAtStart += leaf;
    else this.#jumps[lastCut] = (this.#jumps[lastCut] as number) + leaf - this.#lastLeaf;
    if (low <= at && at < to) this.#marginAtStart -= leaf;
    this.#lastLeaf = leaf;
  }
}

/** By node: the lowest leaf below it. Children come after their parents. */
function lowestLeaves({ feature, left, value }: SimpleTrees): Float64Array {
  const lowest = value.slice();
  for (let node = lowest.length - 1; node >= 0; node--) {
    if ((feature[node] as number) < 0) continue;
    const child = left[node] as number;
    lowest[node] = Math.min(lowest[child] as number, lowest[child + 1] as number);
  }
  return lowest;
}

/** Index of the first number above `limit` in the ascending `numbers` from `from` to before `to`. */
function firstAbove(numbers: Float64Array, from: number, to: number, limit: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
