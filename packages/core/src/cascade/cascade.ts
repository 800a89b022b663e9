import type { AcceptedRegion } from "../region/accepted-region.js";
import type { StageReport } from "../sampler/sampler.js";
import type { Classifier } from "./classifier.js";

/** Settings of a draw from a cascade. */
export interface CascadeOptions {
  /** Use only the first so many classifiers; default all. */
  readonly maxClassifiers?: number;
  /** How many classifiers may refuse a point: a number, or `true` for the least that leaves anything. Default 0. */
  readonly relaxChecks?: number | true;
}

/** The classifiers trained so far, in order. A point is accepted when every one accepts it. */
export interface Cascade {
  readonly classifiers: readonly Classifier[];
  /** Every stage tried, also those that gave no classifier. */
  readonly stages: readonly StageReport[];
  /** Where accepted points lie. @throws InvalidOptionError when more classifiers are asked for than there are */
  region(options?: CascadeOptions): AcceptedRegion;
}
