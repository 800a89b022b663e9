import type { TreeEnsemble } from "../trees/tree-ensemble.js";

/** One stage of a cascade: accepts a point when the margin of its trees is above 0. */
export interface Classifier {
  readonly trees: TreeEnsemble;
  /** Number of points it was trained on. */
  readonly trainedOn: number;
  /** Mean accuracy over the cross-validation folds, 0 to 1; absent when skipped. */
  readonly accuracy?: number;
}
