import type { Axis } from "../space/axis.js";
import type { BoosterOptions } from "./booster-options.js";
import type { SortedColumns } from "./sorted-columns.js";
import { findSplit, type GradientSums, type Split } from "./split.js";
import { exactLeaf, type TreeEnsemble } from "./tree-ensemble.js";

/** XGBoost's kRtEps: a split must gain more than this. */
const LEAST_GAIN = 1e-6;

/** Grows the trees of one ensemble; all its arrays are made once. */
export class TreeGrower {
  readonly #columns: SortedColumns;
  readonly #gradients: Float32Array;
  readonly #hessians: Float32Array;
  readonly #options: Required<BoosterOptions>;
  readonly #axes: readonly Axis[] | undefined;
  readonly #order: Int32Array;
  readonly #goesRight: Uint8Array;
  readonly #buffer: Int32Array;
  readonly #split: Split = { axis: 0, position: 0, gain: 0, right: { gradient: 0, hessian: 0 } };
  readonly #roots: number[] = [];
  #nodes = 0;
  #feature = new Int32Array(1024);
  #threshold = new Float64Array(1024);
  #left = new Int32Array(1024);
  #value = new Float64Array(1024);

  constructor(
    columns: SortedColumns,
    gradients: Float32Array,
    hessians: Float32Array,
    options: Required<BoosterOptions>,
    axes: readonly Axis[] | undefined,
  ) {
    this.#columns = columns;
    this.#gradients = gradients;
    this.#hessians = hessians;
    this.#options = options;
    this.#axes = axes;
    this.#order = new Int32Array(columns.order.length);
    this.#goesRight = new Uint8Array(columns.count);
    this.#buffer = new Int32Array(columns.count);
  }

  /** Grows a tree on the gradients as they stand and adds its leaves to the points' `margins`. */
  grow(margins: Float32Array): void {
    const { count } = this.#columns;
    this.#order.set(this.#columns.order);
    const sums: GradientSums = { gradient: 0, hessian: 0 };
    for (let i = 0; i < count; i++) {
      sums.gradient += this.#gradients[i] as number;
      sums.hessian += this.#hessians[i] as number;
    }
    const root = this.#addNodes(1);
    this.#roots.push(root);
    this.#growNode(root, 0, 0, count, sums);
    for (let i = 0; i < count; i++) margins[i] = (margins[i] as number) + this.#leafValue(root, i);
  }

  ensemble(): TreeEnsemble {
    const n = this.#nodes;
    return {
      roots: Int32Array.from(this.#roots),
      feature: this.#feature.slice(0, n),
      threshold: this.#threshold.slice(0, n),
      left: this.#left.slice(0, n),
      value: this.#value.slice(0, n),
    };
  }

  #growNode(node: number, depth: number, begin: number, end: number, sums: GradientSums): void {
    const { maxDepth, minChildWeight, gamma } = this.#options;
    const split = this.#split;
    if (
      depth === maxDepth ||
      sums.hessian < 2 * minChildWeight ||
      !findSplit(this.#columns, this.#order, begin, end, this.#gradients, this.#hessians, sums, this.#options, split) ||
      split.gain <= LEAST_GAIN
    ) {
      this.#makeLeaf(node, sums);
      return;
    }
    const { axis, position, gain } = split;
    const right = { ...split.right };
    const left = { gradient: sums.gradient - right.gradient, hessian: sums.hessian - right.hessian };
    const base = axis * this.#columns.count;
    const children = this.#addNodes(2);
    this.#feature[node] = axis;
    this.#left[node] = children;
    this.#threshold[node] = this.#thresholdBetween(
      axis,
      this.#order[base + position - 1] as number,
      this.#order[base + position] as number,
    );
    this.#partition(axis, begin, position, end);
    this.#growNode(children, depth + 1, begin, position, left);
    this.#growNode(children + 1, depth + 1, position, end, right);
    if (gain < gamma && this.#feature[children] === -1 && this.#feature[children + 1] === -1) {
      this.#nodes -= 2;
      this.#makeLeaf(node, sums);
    }
  }

  #makeLeaf(node: number, sums: GradientSums): void {
    const { minChildWeight, lambda, learningRate } = this.#options;
    this.#feature[node] = -1;
    this.#left[node] = 0;
    this.#threshold[node] = 0;
    const weight = sums.hessian < minChildWeight ? 0 : 0 - sums.gradient / (sums.hessian + lambda);
    this.#value[node] = exactLeaf(Math.fround(Math.fround(weight) * learningRate));
  }

  #thresholdBetween(axis: number, below: number, above: number): number {
    const base = axis * this.#columns.count;
    const low = this.#columns.values[base + below] as number;
    const high = this.#columns.values[base + above] as number;
    const middle = (low + high) / 2;
    const threshold = middle > low ? middle : high;
    return this.#axes?.[axis]?.edge(threshold) ?? threshold;
  }

  #partition(axis: number, begin: number, position: number, end: number): void {
    const { count, dimensions } = this.#columns;
    const order = this.#order;
    const side = this.#goesRight;
    const buffer = this.#buffer;
    const base = axis * count;
    for (let k = base + begin; k < base + position; k++) side[order[k] as number] = 0;
    for (let k = base + position; k < base + end; k++) side[order[k] as number] = 1;
    for (let other = 0; other < dimensions; other++) {
      if (other === axis) continue;
      let left = other * count + begin;
      let right = 0;
      const stop = other * count + end;
      for (let k = left; k < stop; k++) {
        const point = order[k] as number;
        const goesRight = side[point] as number;
        order[left] = point;
        buffer[right] = point;
        left += 1 - goesRight;
        right += goesRight;
      }
      for (let k = 0; k < right; k++) order[left + k] = buffer[k] as number;
    }
  }

  #leafValue(root: number, point: number): number {
    const { count, values } = this.#columns;
    let node = root;
    for (let axis = this.#feature[node] as number; axis >= 0; axis = this.#feature[node] as number) {
      const low = (values[axis * count + point] as number) < (this.#threshold[node] as number);
      node = (this.#left[node] as number) + (low ? 0 : 1);
    }
    return this.#value[node] as number;
  }

  #addNodes(many: number): number {
    const first = this.#nodes;
    this.#nodes += many;
    if (this.#nodes > this.#feature.length) {
      const size = 2 * this.#feature.length;
      const grown = { feature: new Int32Array(size), threshold: new Float64Array(size) };
      grown.feature.set(this.#feature);
      grown.threshold.set(this.#threshold);
      const left = new Int32Array(size);
      left.set(this.#left);
      const value = new Float64Array(size);
      value.set(this.#value);
      this.#feature = grown.feature;
      this.#threshold = grown.threshold;
      this.#left = left;
      this.#value = value;
    }
    return first;
  }
}
