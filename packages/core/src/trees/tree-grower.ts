import type { Axis } from "../space/axis.js";
import type { BoosterOptions } from "./booster-options.js";
import type { SortedColumns } from "./sorted-columns.js";
import { type Derivatives, findSplit, type Split } from "./split.js";
import { TreeBuilder } from "./tree-builder.js";
import { exactLeaf, type TreeEnsemble } from "./tree-ensemble.js";

/** A split must gain more than this, whatever gamma (XGBoost's kRtEps). */
const LEAST_GAIN = 1e-6;

/** Grows the trees of one ensemble on the same points; its arrays are made once for all of them. */
export class TreeGrower {
  /** First and second derivatives of the loss by each point's margin, set before each tree; float32 numbers. */
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly #columns: SortedColumns;
  readonly #options: Required<BoosterOptions>;
  readonly #axes: readonly Axis[] | undefined;
  readonly #builder = new TreeBuilder();
  /** Like `SortedColumns.order`, the points of a node side by side: for nodes at odd and at even depths. */
  readonly #oddOrder: Int32Array;
  readonly #evenOrder: Int32Array;
  /** -1 for the points of a split node that go right, else 0. */
  readonly #goesRight: Int8Array;
  readonly #split: Split = { axis: 0, position: 0, gain: 0, rightGradient: 0, rightHessian: 0 };

  constructor(columns: SortedColumns, options: Required<BoosterOptions>, axes?: readonly Axis[]) {
    this.gradients = new Float64Array(columns.count);
    this.hessians = new Float64Array(columns.count);
    this.#columns = columns;
    this.#options = options;
    this.#axes = axes;
    this.#oddOrder = new Int32Array(columns.order.length);
    this.#evenOrder = new Int32Array(columns.order.length);
    this.#goesRight = new Int8Array(columns.count);
  }

  /** Grows one tree and adds its leaf values to the points' `margins`. */
  grow(margins: Float32Array): void {
    const { count } = this.#columns;
    let gradient = 0;
    let hessian = 0;
    for (let i = 0; i < count; i++) {
      gradient += this.gradients[i] as number;
      hessian += this.hessians[i] as number;
    }
    const root = this.#builder.addTree();
    this.#growNode(root, 0, this.#columns.order, 0, count, { gradient, hessian });
    for (let i = 0; i < count; i++)
      margins[i] = (margins[i] as number) + this.#builder.leafValue(root, this.#columns, i);
  }

  ensemble(): TreeEnsemble {
    return this.#builder.ensemble();
  }

  /** Depth first; a split that gains less than gamma goes when its children have turned out to be leaves. */
  #growNode(node: number, depth: number, order: Int32Array, begin: number, end: number, total: Derivatives): void {
    const split = this.#split;
    if (this.#maySplit(depth, total)) {
      findSplit(this.#columns, order, begin, end, this.gradients, this.hessians, total, this.#options, split);
    } else {
      split.gain = 0;
    }
    const { axis, position, gain } = split;
    if (gain <= LEAST_GAIN) {
      this.#builder.setLeaf(node, this.#leafValue(total));
      return;
    }
    const right = { gradient: split.rightGradient, hessian: split.rightHessian };
    const left = { gradient: total.gradient - right.gradient, hessian: total.hessian - right.hessian };
    const children = this.#builder.setSplit(node, axis, this.#threshold(order, axis, position));
    const childOrder = depth % 2 === 0 ? this.#oddOrder : this.#evenOrder;
    if (this.#maySplit(depth + 1, left) || this.#maySplit(depth + 1, right)) {
      this.#partition(order, childOrder, axis, begin, position, end);
    }
    this.#growNode(children, depth + 1, childOrder, begin, position, left);
    this.#growNode(children + 1, depth + 1, childOrder, position, end, right);
    if (gain < this.#options.gamma) this.#builder.collapse(node, this.#leafValue(total));
  }

  /** Whether a node is worth a search: neither too deep nor too light for two children. */
  #maySplit(depth: number, { hessian }: Derivatives): boolean {
    return depth < this.#options.maxDepth && hessian >= 2 * this.#options.minChildWeight;
  }

  /** -eta G / (H + lambda), computed in float32 as in XGBoost; 0 for a node lighter than a child may be. */
  #leafValue({ gradient, hessian }: Derivatives): number {
    const { minChildWeight, lambda, learningRate } = this.#options;
    if (hessian < minChildWeight) return 0;
    return exactLeaf(Math.fround(Math.fround(-gradient / (hessian + lambda)) * Math.fround(learningRate)));
  }

  /** Midway between the points on either side of `position`; above the lower one even where they are neighbouring numbers. */
  #threshold(order: Int32Array, axis: number, position: number): number {
    const { count, values } = this.#columns;
    const base = axis * count;
    const below = values[base + (order[base + position - 1] as number)] as number;
    const above = values[base + (order[base + position] as number)] as number;
    const middle = (below + above) / 2;
    const threshold = middle > below ? middle : above;
    return this.#axes?.[axis]?.edge(threshold) ?? threshold;
  }

  /** Parts the points begin .. end of every axis as `position` parts those of `axis`, keeping their order, into `to`. */
  #partition(from: Int32Array, to: Int32Array, axis: number, begin: number, position: number, end: number): void {
    const { count, dimensions } = this.#columns;
    const goesRight = this.#goesRight;
    for (let k = begin; k < end; k++) goesRight[from[axis * count + k] as number] = k < position ? 0 : -1;
    for (let base = 0; base < dimensions * count; base += count) {
      let left = base + begin;
      let right = base + position;
      for (let k = base + begin; k < base + end; k++) {
        const point = from[k] as number;
        const side = goesRight[point] as number;
        // A mask instead of a branch, which would be guessed wrong half the time.
        to[left ^ ((left ^ right) & side)] = point;
        left += 1 + side;
        right -= side;
      }
    }
  }
}
