import { type Cascade, createCascade } from "../../cascade/cascade.js";
import type { Classifier } from "../../cascade/classifier.js";
import { betterThanMedian } from "../../cascade/labels.js";
import { trainClassifier } from "../../cascade/train-classifier.js";
import { type AcceptedRegion, acceptedRegion } from "../../region/accepted-region.js";
import { createRng } from "../../rng.js";
import type { Axis } from "../../space/axis.js";
import { accepts } from "../../trees/margin.js";
import type { Observation, StageReport } from "../sampler.js";

const MAX_CLASSIFIERS = 18;
/** A stage is trained on this many points at least. */
const LEAST_POINTS = 40;
const ROUNDS = 30;

/**
 * Stages that halve what is known: the first tells the better half of all observations from the rest, the next the better
 * half of that half, and so on while there are 40 points or more. Where the model proposes freely, this is what says which
 * part of the space is good.
 */
export function halvingCascade(axes: readonly Axis[], observations: readonly Observation[]): Cascade {
  const classifiers: Classifier[] = [];
  const stages: StageReport[] = [];
  let region: AcceptedRegion = acceptedRegion(axes);
  let left = observations;
  while (left.length >= LEAST_POINTS && classifiers.length < MAX_CLASSIFIERS) {
    const report = { stage: stages.length + 1, trainedOn: left.length };
    const labels = betterThanMedian(left);
    const better = left.filter((_, i) => labels[i] === 1);
    const trained = train(axes, left, better);
    if (typeof trained === "string") {
      stages.push({ ...report, state: "refused", reason: trained, acceptedVolume: region.volume });
      break;
    }
    region = region.refine(trained.trees);
    classifiers.push(trained);
    stages.push({ ...report, state: "active", acceptedVolume: region.volume });
    left = better;
  }
  // The newest first: those are the best.
  const starts = observations.map(({ point }) => point).reverse();
  return createCascade(axes, { classifiers, stages, region, relaxChecks: 0, starts });
}

/** A classifier, or why there is none. */
function train(
  axes: readonly Axis[],
  points: readonly Observation[],
  better: readonly Observation[],
): Classifier | string {
  const rng = createRng(0, "cross-validation");
  const outcome = trainClassifier(points, { axes, booster: { rounds: ROUNDS }, skipCvChecks: true, rng });
  if (!("classifier" in outcome)) return outcome.refused;
  const best = better.reduce((a, b) =>
    b.violation < a.violation || (b.violation === a.violation && b.loss < a.loss) ? b : a,
  );
  if (!accepts(outcome.classifier.trees, best.point)) return "It would refuse the best point so far.";
  return outcome.classifier;
}

/** How many of `count` observations the reported stages tell of: the most that double 40 again and again, 0 below 40. */
export function stagedObservations(count: number): number {
  let staged = LEAST_POINTS;
  while (2 * staged <= count) staged *= 2;
  return count < LEAST_POINTS ? 0 : staged;
}
