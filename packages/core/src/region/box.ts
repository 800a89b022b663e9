import type { SimpleTrees } from "./simple-trees.js";

/** A classifier over a box: the margin of each point is `constant` plus one leaf below each of `nodes`. */
export interface UndecidedClassifier {
  readonly trees: SimpleTrees;
  /** The splits at which those trees that still vary first cut the box. */
  readonly nodes: readonly number[];
  readonly constant: number;
  /** Bounds on the margin, at most 0 and above 0: sums of the trees' least and largest leaves, and as exact as margins. */
  readonly low: number;
  readonly high: number;
}

/** The points with lower[a] <= point[a] < upper[a] on every axis, and what the classifiers say of them. Immutable. */
export interface Box {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly volume: number;
  /** How many classifiers refuse every point of the box. */
  readonly refusals: number;
  /** Those that may accept some of its points and refuse others. All the rest accept every point. */
  readonly undecided: readonly UndecidedClassifier[];
}

/** The whole unit cube, of which nothing has been said yet. */
export function unitCube(dimensions: number): Box {
  const lower = new Array<number>(dimensions).fill(0);
  const upper = new Array<number>(dimensions).fill(1);
  return { lower, upper, volume: 1, refusals: 0, undecided: [] };
}

/** Whether at most `relaxChecks` classifiers refuse any point of the box. */
export function isAccepted({ refusals, undecided }: Box, relaxChecks: number): boolean {
  return refusals + undecided.length <= relaxChecks;
}

/** `sides` with that of `axis` moved to `threshold`. */
export function moveSide(sides: readonly number[], axis: number, threshold: number): number[] {
  const moved = sides.slice();
  moved[axis] = threshold;
  return moved;
}

export function volumeBetween(lower: readonly number[], upper: readonly number[]): number {
  let volume = 1;
  for (let axis = 0; axis < lower.length; axis++) volume *= (upper[axis] as number) - (lower[axis] as number);
  return volume;
}
