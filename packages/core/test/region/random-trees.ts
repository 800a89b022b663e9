import { type Axis, exactLeaf, margin, type Rng, type TreeEnsemble } from "@shac/core";

export interface RandomTreesOptions {
  /** Number of trees, default 8. */
  readonly trees?: number;
  /** Most splits on a path, default 3. */
  readonly depth?: number;
  /** Mean of the leaves, which lie within 1 of it; default 0. */
  readonly mean?: number;
}

/** Trees with random splits and leaves, thresholds on cell edges as training leaves them. */
export function randomTrees(rng: Rng, axes: readonly Axis[], options: RandomTreesOptions = {}): TreeEnsemble {
  const { trees = 8, depth = 3, mean = 0 } = options;
  const roots: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const value: number[] = [];
  const addNode = (): number => {
    feature.push(-1);
    threshold.push(0);
    left.push(0);
    value.push(exactLeaf(mean + 2 * rng.next() - 1));
    return feature.length - 1;
  };
  const grow = (node: number, splits: number): void => {
    if (splits === 0 || rng.next() < 0.2) return;
    const axis = rng.below(axes.length);
    feature[node] = axis;
    value[node] = 0;
    threshold[node] = (axes[axis] as Axis).edge(rng.next());
    const child = addNode();
    addNode();
    left[node] = child;
    grow(child, splits - 1);
    grow(child + 1, splits - 1);
  };
  for (let tree = 0; tree < trees; tree++) {
    const root = addNode();
    roots.push(root);
    grow(root, depth);
  }
  return {
    roots: Int32Array.from(roots),
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    value: Float64Array.from(value),
  };
}

/** A snapped point, uniform by the prior. */
export function randomPoint(rng: Rng, axes: readonly Axis[]): Float64Array {
  return Float64Array.from(axes, (axis) => axis.snap(rng.next()));
}

/** The oracle of everything here: how many classifiers refuse a point. */
export function refusals(classifiers: readonly TreeEnsemble[], point: Float64Array): number {
  return classifiers.filter((trees) => !(margin(trees, point) > 0)).length;
}
