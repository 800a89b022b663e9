/** A reference for trained trees: the definition of gradient boosting, recomputed from scratch for every candidate split. */
export interface Node {
  readonly value: number;
  readonly gain: number;
  readonly split?: { readonly axis: number; readonly threshold: number; readonly below: Node; readonly above: Node };
}

interface Row {
  readonly point: Float64Array;
  readonly gradient: number;
  readonly hessian: number;
}

export interface NaiveOptions {
  readonly rounds: number;
  readonly maxDepth: number;
  readonly learningRate: number;
  readonly minChildWeight: number;
  readonly lambda: number;
  readonly gamma: number;
}

const { fround } = Math;
const sum = (numbers: readonly number[]) => numbers.reduce((total, x) => total + x, 0);
const gradientOf = (rows: readonly Row[]) => sum(rows.map((row) => row.gradient));
const hessianOf = (rows: readonly Row[]) => sum(rows.map((row) => row.hessian));

function savedLoss(rows: readonly Row[], lambda: number): number {
  return fround(fround(gradientOf(rows) ** 2) / fround(hessianOf(rows) + lambda));
}

function candidates(rows: readonly Row[]): { axis: number; threshold: number }[] {
  const axes = [...(rows[0]?.point.keys() ?? [])];
  return axes.flatMap((axis) => {
    const distinct = [...new Set(rows.map((row) => row.point[axis] as number))].sort((a, b) => b - a);
    return distinct.slice(1).map((low, i) => ({ axis, threshold: (low + (distinct[i] as number)) / 2 }));
  });
}

function grow(rows: readonly Row[], depth: number, options: NaiveOptions): Node {
  const { lambda, minChildWeight, learningRate, maxDepth } = options;
  const hessian = hessianOf(rows);
  const weight = hessian < minChildWeight ? 0 : -gradientOf(rows) / (hessian + lambda);
  // Leaves lie on a grid, so that their sums are exact.
  const value = Math.round(fround(fround(weight) * fround(learningRate)) * 2 ** 33) / 2 ** 33;
  let best: Node = { value, gain: 0 };
  if (depth === maxDepth) return best;
  for (const { axis, threshold } of candidates(rows)) {
    const sides = [true, false].map((low) => rows.filter((row) => (row.point[axis] as number) < threshold === low));
    const [below, above] = sides as [Row[], Row[]];
    if (Math.min(...sides.map(hessianOf)) < minChildWeight) continue;
    const gain = fround(fround(savedLoss(below, lambda) + savedLoss(above, lambda)) - savedLoss(rows, lambda));
    if (gain <= Math.max(best.gain, 1e-6)) continue;
    // The children are grown below, once the best split is known.
    best = { ...best, gain, split: { axis, threshold, below: best, above: best } };
  }
  if (best.split === undefined) return best;
  const { axis, threshold } = best.split;
  const [below, above] = [true, false].map((low) =>
    grow(
      rows.filter((row) => (row.point[axis] as number) < threshold === low),
      depth + 1,
      options,
    ),
  ) as [Node, Node];
  return { ...best, split: { axis, threshold, below, above } };
}

/** Takes away, from the bottom up, splits above two leaves that gain less than gamma. */
function prune(node: Node, gamma: number): Node {
  if (node.split === undefined) return node;
  const below = prune(node.split.below, gamma);
  const above = prune(node.split.above, gamma);
  if (node.gain < gamma && below.split === undefined && above.split === undefined)
    return { value: node.value, gain: 0 };
  return { ...node, split: { ...node.split, below, above } };
}

export function naiveLeaf(node: Node, point: Float64Array): number {
  if (node.split === undefined) return node.value;
  const { axis, threshold, below, above } = node.split;
  return naiveLeaf((point[axis] as number) < threshold ? below : above, point);
}

export function naiveTrees(points: readonly Float64Array[], labels: Uint8Array, options: NaiveOptions): Node[] {
  const margins = points.map(() => 0);
  return Array.from({ length: options.rounds }, () => {
    const rows = points.map((point, i) => {
      const probability = fround(1 / fround(1 + fround(Math.exp(-(margins[i] as number)))));
      const gradient = fround(probability - (labels[i] as number));
      return { point, gradient, hessian: fround(probability * fround(1 - probability)) };
    });
    const tree = prune(grow(rows, 0, options), options.gamma);
    for (const [i, point] of points.entries()) margins[i] = fround((margins[i] as number) + naiveLeaf(tree, point));
    return tree;
  });
}
