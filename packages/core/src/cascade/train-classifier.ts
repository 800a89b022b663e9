import type { Rng } from "../rng.js";
import type { Observation } from "../sampler/sampler.js";
import type { Axis } from "../space/axis.js";
import { type BoosterOptions, resolveBoosterOptions } from "../trees/booster-options.js";
import { boost } from "../trees/boosting.js";
import { accepts } from "../trees/margin.js";
import { sortColumns } from "../trees/sorted-columns.js";
import type { Classifier } from "./classifier.js";
import { crossValidate, FOLDS } from "./cross-validation.js";
import { betterThanMedian } from "./labels.js";

/** Cross-validation may not be worse than a coin. */
const LEAST_ACCURACY = 0.5;

/** How a classifier is trained. */
export interface TrainingOptions {
  /** Of the search space; thresholds fall on their cell edges. */
  readonly axes: readonly Axis[];
  readonly booster?: BoosterOptions;
  /** Train without cross-validation. Default false. */
  readonly skipCvChecks?: boolean;
  /** Shuffles the cross-validation folds; used for nothing else. */
  readonly rng: Rng;
}

/** A classifier, or why there is none, in a sentence; `accuracy` when cross-validation was done. */
export type TrainingOutcome =
  | { readonly classifier: Classifier }
  | { readonly refused: string; readonly accuracy?: number };

/**
 * Learns to tell the points that are strictly better than the median of `observations` from the rest. It is refused when
 * 5-fold cross-validation is right less than half the time, or when the trained trees label all their points alike.
 *
 * @throws InvalidOptionError when a booster option is out of its range
 */
export function trainClassifier(observations: readonly Observation[], options: TrainingOptions): TrainingOutcome {
  const { axes, rng } = options;
  const booster = resolveBoosterOptions(options.booster);
  const labels = betterThanMedian(observations);
  const points = observations.map((o) => o.point);
  const better = labels.reduce((sum, label) => sum + label, 0);
  const total = points.length;
  if (better === 0) return { refused: `None of the ${total} points is better than the median of them.` };
  const columns = sortColumns(points);
  let accuracy: number | undefined;
  if (options.skipCvChecks !== true) {
    if (better < FOLDS) {
      return {
        refused: `Only ${better} of the ${total} points are better than their median; cross-validation needs ${FOLDS}.`,
      };
    }
    accuracy = crossValidate(points, columns, labels, booster, axes, rng);
    if (accuracy < LEAST_ACCURACY) {
      return {
        refused: `Cross-validation accuracy ${accuracy.toFixed(3)} is below ${LEAST_ACCURACY}.`,
        accuracy,
      };
    }
  }
  const measured = accuracy === undefined ? {} : { accuracy };
  const trees = boost(columns, labels, booster, axes);
  const accepted = points.filter((point) => accepts(trees, point)).length;
  if (accepted === 0 || accepted === total) {
    return {
      refused: `The trained trees ${accepted === 0 ? "refuse" : "accept"} all of their ${total} points.`,
      ...measured,
    };
  }
  return { classifier: { trees, trainedOn: total, ...measured } };
}
