import type { Box } from "./box.js";
import type { SimpleTrees } from "./simple-trees.js";

type Sides = Box["lower"];

/** What a classifier says of the points of a box: the same to all, or not, or bounds are too wide to tell. */
export type Verdict = "accepts" | "refuses" | UndecidedClassifier;

/** A classifier over one box. Margins there are `constant` plus one leaf below each of `nodes`. */
export interface UndecidedClassifier {
  readonly trees: SimpleTrees;
  /** The nodes at which the trees that still vary split the box. */
  readonly nodes: readonly number[];
  readonly constant: number;
  /** Bounds on the margin, at most 0 and above 0. Every sum of leaves is exact, and so are they. */
  readonly low: number;
  readonly high: number;
}

/** Least and largest of the leaves that a box can reach. */
class LeafRange {
  min = 0;
  max = 0;
  #visits = 0;

  /** Number of nodes looked at so far: the measure of work. */
  get visits(): number {
    return this.#visits;
  }

  /** Sets the range to that of the leaves below `node` and returns the node at which the box is split, else a leaf. */
  measure(trees: SimpleTrees, node: number, lower: Sides, upper: Sides): number {
    this.min = Number.POSITIVE_INFINITY;
    this.max = Number.NEGATIVE_INFINITY;
    const top = this.#descend(trees, node, lower, upper);
    this.#cover(trees, top, lower, upper);
    return top;
  }

  #descend(trees: SimpleTrees, from: number, lower: Sides, upper: Sides): number {
    const { feature, threshold, left } = trees;
    let node = from;
    for (;;) {
      const axis = feature[node] as number;
      if (axis < 0) return node;
      const cut = threshold[node] as number;
      if ((upper[axis] as number) <= cut) node = left[node] as number;
      else if ((lower[axis] as number) >= cut) node = (left[node] as number) + 1;
      else return node;
    }
  }

  #cover(trees: SimpleTrees, from: number, lower: Sides, upper: Sides): void {
    const { feature, threshold, left, value } = trees;
    let node = from;
    for (;;) {
      this.#visits++;
      const axis = feature[node] as number;
      if (axis < 0) break;
      const cut = threshold[node] as number;
      const child = left[node] as number;
      if ((upper[axis] as number) <= cut) {
        node = child;
      } else if ((lower[axis] as number) >= cut) {
        node = child + 1;
      } else {
        this.#cover(trees, child, lower, upper);
        node = child + 1;
      }
    }
    const leaf = value[node] as number;
    if (leaf < this.min) this.min = leaf;
    if (leaf > this.max) this.max = leaf;
  }
}

/** A verdict in the making. */
class VerdictBuilder {
  readonly #nodes: number[] = [];
  #constant: number;
  #low: number;
  #high: number;

  constructor(constant: number, low: number, high: number) {
    this.#constant = constant;
    this.#low = low;
    this.#high = high;
  }

  /** A tree whose range is as it was in the parent's box. */
  keep(node: number): void {
    this.#nodes.push(node);
  }

  /** A tree whose range was from `wasMin` to `wasMax` in the sums. */
  replace(node: number, min: number, max: number, wasMin: number, wasMax: number): void {
    this.#low += min - wasMin;
    this.#high += max - wasMax;
    if (min === max) this.#constant += min;
    else this.#nodes.push(node);
  }

  build(trees: SimpleTrees): Verdict {
    if (this.#low > 0) return "accepts";
    if (this.#high <= 0) return "refuses";
    return { trees, nodes: this.#nodes, constant: this.#constant, low: this.#low, high: this.#high };
  }
}

/** Bounds margins over boxes, and counts what that costs. */
export class Bounds {
  readonly #range: LeafRange = new LeafRange();
  readonly #other: LeafRange = new LeafRange();

  /** Number of nodes looked at so far: a measure of work that is the same on every machine. */
  get work(): number {
    return this.#range.visits + this.#other.visits;
  }

  /** What a classifier that is new to it says of a box. */
  judge(trees: SimpleTrees, { lower, upper }: Pick<Box, "lower" | "upper">): Verdict {
    const range = this.#range;
    const verdict = new VerdictBuilder(0, 0, 0);
    for (const root of trees.roots) {
      const node = range.measure(trees, root, lower, upper);
      verdict.replace(node, range.min, range.max, 0, 0);
    }
    return verdict.build(trees);
  }

  /** What a classifier says of the two boxes that its box was cut into on `axis`. Other trees are not looked at. */
  judgeHalves(
    parent: UndecidedClassifier,
    { lower, upper }: Box,
    axis: number,
    middleUpper: Sides,
    middleLower: Sides,
  ): readonly [Verdict, Verdict] {
    const { trees, nodes, constant, low, high } = parent;
    const { splitAxes } = trees;
    const range = this.#range;
    const other = this.#other;
    const bit = 1 << (axis % 32);
    if (!nodes.some((node) => ((splitAxes[node] as number) & bit) !== 0)) return [parent, parent];
    const verdictBelow = new VerdictBuilder(constant, low, high);
    const verdictAbove = new VerdictBuilder(constant, low, high);
    for (const node of nodes) {
      if (((splitAxes[node] as number) & bit) === 0) {
        verdictBelow.keep(node);
        verdictAbove.keep(node);
        continue;
      }
      const nodeBelow = range.measure(trees, node, lower, middleUpper);
      const nodeAbove = other.measure(trees, node, middleLower, upper);
      const wasMin = Math.min(range.min, other.min);
      const wasMax = Math.max(range.max, other.max);
      verdictBelow.replace(nodeBelow, range.min, range.max, wasMin, wasMax);
      verdictAbove.replace(nodeAbove, other.min, other.max, wasMin, wasMax);
    }
    return [verdictBelow.build(trees), verdictAbove.build(trees)];
  }
}
