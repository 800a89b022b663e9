import type { SortedColumns } from "./sorted-columns.js";
import type { TreeEnsemble } from "./tree-ensemble.js";

/** A copy of `array` of twice the length. */
function doubled<T extends Int32Array | Float64Array>(array: T): T {
  const copy = new (array.constructor as new (length: number) => T)(2 * array.length);
  copy.set(array);
  return copy;
}

/** Builds the arrays of a TreeEnsemble node by node. */
export class TreeBuilder {
  readonly #roots: number[] = [];
  #size = 0;
  #feature = new Int32Array(512);
  #threshold = new Float64Array(512);
  #left = new Int32Array(512);
  #value = new Float64Array(512);

  /** Begins a tree and returns its root, a node still to be set. */
  addTree(): number {
    const root = this.#add(1);
    this.#roots.push(root);
    return root;
  }

  setLeaf(node: number, value: number): void {
    this.#feature[node] = -1;
    this.#value[node] = value;
  }

  /** Makes `node` a split and returns its left child; the right one follows. Both are still to be set. */
  setSplit(node: number, axis: number, threshold: number): number {
    const children = this.#add(2);
    this.#feature[node] = axis;
    this.#threshold[node] = threshold;
    this.#left[node] = children;
    this.#value[node] = 0;
    return children;
  }

  /** Makes the split `node` a leaf again if its children, the last nodes added, are leaves. */
  collapse(node: number, value: number): void {
    const children = this.#left[node] as number;
    if (this.#feature[children] !== -1 || this.#feature[children + 1] !== -1) return;
    this.#size = children;
    this.#feature[node] = -1;
    this.#threshold[node] = 0;
    this.#left[node] = 0;
    this.#value[node] = value;
  }

  /** The leaf value of training point `point` in the tree of `root`. */
  leafValue(root: number, { count, values }: SortedColumns, point: number): number {
    const feature = this.#feature;
    let node = root;
    for (let axis = feature[node] as number; axis >= 0; axis = feature[node] as number) {
      const goesLeft = (values[axis * count + point] as number) < (this.#threshold[node] as number);
      node = (this.#left[node] as number) + (goesLeft ? 0 : 1);
    }
    return this.#value[node] as number;
  }

  ensemble(): TreeEnsemble {
    return {
      roots: Int32Array.from(this.#roots),
      feature: this.#feature.slice(0, this.#size),
      threshold: this.#threshold.slice(0, this.#size),
      left: this.#left.slice(0, this.#size),
      value: this.#value.slice(0, this.#size),
    };
  }

  #add(nodes: number): number {
    const first = this.#size;
    this.#size += nodes;
    if (this.#size > this.#feature.length) {
      this.#feature = doubled(this.#feature);
      this.#threshold = doubled(this.#threshold);
      this.#left = doubled(this.#left);
      this.#value = doubled(this.#value);
    }
    return first;
  }
}
