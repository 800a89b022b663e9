import type { Box, UndecidedClassifier } from "./box.js";
import type { SimpleTrees } from "./simple-trees.js";

type Sides = Box["lower"];

/** What a classifier says of a box: the same of all its points, or its bounds are too wide to tell. */
export type Verdict = "accepts" | "refuses" | UndecidedClassifier;

/** What a verdict costs besides the nodes looked at, counted in nodes. */
const VERDICT_WORK = 20;

/** Bounds the margins of classifiers over boxes. */
export class Bounds {
  readonly #range: LeafRange = new LeafRange();
  readonly #other: LeafRange = new LeafRange();
  readonly #below: VerdictBuilder = new VerdictBuilder();
  readonly #above: VerdictBuilder = new VerdictBuilder();
  #work = 0;

  /** Nodes looked at so far: a measure of work that is the same on every machine. */
  get work(): number {
    return this.#work + this.#range.visits + this.#other.visits;
  }

  /** What a classifier that is new to it says of a box. */
  judge(trees: SimpleTrees, { lower, upper }: Box): Verdict {
    const range = this.#range;
    const verdict = this.#below.begin(0, 0, 0);
    this.#work += VERDICT_WORK;
    for (const root of trees.roots) {
      const node = range.measure(trees, root, lower, upper);
      verdict.replace(node, range.min, range.max, 0, 0);
    }
    return verdict.build(trees);
  }

  /**
   * What a classifier says of the two parts of its box: from the lower side to `middle.upper`, and from `middle.lower` to
   * the upper side, which differ on `axis` only. Only trees that split that axis are looked at.
   */
  judgeParts(
    classifier: UndecidedClassifier,
    { lower, upper }: Box,
    axis: number,
    middle: { readonly upper: Sides; readonly lower: Sides },
  ): readonly [below: Verdict, above: Verdict] {
    const { trees, nodes, constant, low, high } = classifier;
    const { splitAxes } = trees;
    const bit = 1 << (axis % 32);
    this.#work += 2 * VERDICT_WORK + nodes.length;
    if (nodes.every((node) => ((splitAxes[node] as number) & bit) === 0)) return [classifier, classifier];
    const range = this.#range;
    const other = this.#other;
    const below = this.#below.begin(constant, low, high);
    const above = this.#above.begin(constant, low, high);
    for (const node of nodes) {
      if (((splitAxes[node] as number) & bit) === 0) {
        below.keep(node);
        above.keep(node);
        continue;
      }
      const nodeBelow = range.measure(trees, node, lower, middle.upper);
      const nodeAbove = other.measure(trees, node, middle.lower, upper);
      // The parts make up the box, so the tree's range over it is known without another look.
      const min = Math.min(range.min, other.min);
      const max = Math.max(range.max, other.max);
      below.replace(nodeBelow, range.min, range.max, min, max);
      above.replace(nodeAbove, other.min, other.max, min, max);
    }
    return [below.build(trees), above.build(trees)];
  }
}

/** A verdict in the making; used again and again, as most verdicts keep no nodes. */
class VerdictBuilder {
  readonly #nodes: number[] = [];
  #count = 0;
  #constant = 0;
  #low = 0;
  #high = 0;

  begin(constant: number, low: number, high: number): this {
    this.#count = 0;
    this.#constant = constant;
    this.#low = low;
    this.#high = high;
    return this;
  }

  /** A tree counts as before. */
  keep(node: number): void {
    this.#nodes[this.#count++] = node;
  }

  /** A tree counts from `min` to `max` where it counted from `oldMin` to `oldMax`. */
  replace(node: number, min: number, max: number, oldMin: number, oldMax: number): void {
    this.#low += min - oldMin;
    this.#high += max - oldMax;
    if (min === max) this.#constant += min;
    else this.keep(node);
  }

  build(trees: SimpleTrees): Verdict {
    if (this.#low > 0) return "accepts";
    if (this.#high <= 0) return "refuses";
    const nodes = this.#nodes.slice(0, this.#count);
    return { trees, nodes, constant: this.#constant, low: this.#low, high: this.#high };
  }
}

/** Least and largest of the leaves that a box can reach. */
class LeafRange {
  min = 0;
  max = 0;
  visits = 0;

  /** Sets the range to that of the leaves below `from`; returns the node at which they part ways. */
  measure(trees: SimpleTrees, from: number, lower: Sides, upper: Sides): number {
    const { feature, threshold, left } = trees;
    this.min = Number.POSITIVE_INFINITY;
    this.max = Number.NEGATIVE_INFINITY;
    let node = from;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      const cut = threshold[node] as number;
      const child = left[node] as number;
      if ((upper[axis] as number) <= cut) node = child;
      else if ((lower[axis] as number) >= cut) node = child + 1;
      else break;
      this.visits++;
    }
    this.#cover(trees, node, lower, upper);
    return node;
  }

  #cover(trees: SimpleTrees, from: number, lower: Sides, upper: Sides): void {
    const { feature, threshold, left, value } = trees;
    let node = from;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      this.visits++;
      const cut = threshold[node] as number;
      const child = left[node] as number;
      if ((upper[axis] as number) <= cut) {
        node = child;
      } else {
        if ((lower[axis] as number) < cut) this.#cover(trees, child, lower, upper);
        node = child + 1;
      }
    }
    this.visits++;
    const leaf = value[node] as number;
    if (leaf < this.min) this.min = leaf;
    if (leaf > this.max) this.max = leaf;
  }
}
