import { type Cascade, createCascade } from "../../cascade/cascade.js";
import type { Classifier } from "../../cascade/classifier.js";
import { betterThanMedian } from "../../cascade/labels.js";
import { trainClassifier } from "../../cascade/train-classifier.js";
import { type AcceptedRegion, acceptedRegion } from "../../region/accepted-region.js";
import { createRng } from "../../rng.js";
import type { Axis } from "../../space/axis.js";
import { accepts } from "../../trees/margin.js";
import type { Observation, StageReport } from "../sampler.js";
import { mutate } from "./breeding.js";
import { byLoss, modelData, remembered } from "./model-data.js";
import type { ModelFit } from "./model-fits.js";
import type { ModelSpace } from "./model-space.js";
import { Posterior } from "./posterior.js";

const MAX_CLASSIFIERS = 18;
/** A stage is trained on this many points at least. */
const LEAST_POINTS = 20;
const ROUNDS = 30;
/** Imagined points are bred from so many of the best. */
const PARENTS = 10;

/**
 * Stages that halve what is known: the first tells the better half of all points from the rest, the next the better half of
 * that half, and so on while there are 20 points or more. Where the model proposes freely, this is what says which part of
 * the space is good.
 *
 * Since a search hardly looks at what is bad, its points alone would not tell what is bad about that. So as many again are
 * imagined anywhere, and as many near the best, and all are judged by what the model expects of them. Those that the space's
 * constraints refuse are worse than all others: the model knows nothing of them, and a region full of them is of no use.
 *
 * @param fit hyperparameters of the model; without them the observations are taken alone
 * @param workLimit what cutting the region by one classifier may cost, as of `acceptedRegion`
 */
export function halvingCascade(
  space: ModelSpace,
  observations: readonly Observation[],
  batchSize: number,
  fit: ModelFit | undefined,
  workLimit?: number,
): Cascade {
  const { axes } = space.space;
  const known = new Set(observations.map(({ point }) => point));
  const classifiers: Classifier[] = [];
  const stages: StageReport[] = [];
  let region: AcceptedRegion = acceptedRegion(axes, workLimit === undefined ? {} : { workLimit });
  let left = fit === undefined ? observations : expected(space, remembered(observations, batchSize), fit);
  while (left.length >= LEAST_POINTS && classifiers.length < MAX_CLASSIFIERS) {
    const imagined = left.filter(({ point }) => !known.has(point)).length;
    const report = { stage: stages.length + 1, trainedOn: left.length, ...(imagined > 0 && { imagined }) };
    const labels = betterThanMedian(left);
    const better = left.filter((_, i) => labels[i] === 1);
    const trained = train(axes, left, better);
    if (typeof trained === "string") {
      stages.push({ ...report, state: "refused", reason: trained, acceptedVolume: region.volume });
      if (better.length === 0) break;
    } else {
      region = region.refine(trained.trees);
      classifiers.push(trained);
      stages.push({ ...report, state: "active", acceptedVolume: region.volume });
    }
    left = better;
  }
  // The newest first: those are the best.
  const starts = observations.map(({ point }) => point).reverse();
  return createCascade(axes, { classifiers, stages, region, relaxChecks: 0, starts });
}

/** The observations and imagined points, with what the model expects of each in place of its loss. */
function expected(space: ModelSpace, trained: readonly Observation[], fit: ModelFit): Observation[] {
  const posterior = new Posterior(modelData(space, trained), fit.theta);
  const rng = createRng(0, "imagined", 0, trained.length);
  const best = trained.toSorted(byLoss).slice(0, PARENTS);
  const points = trained.map(({ point }) => point);
  for (let i = 0; i < trained.length; i++) {
    points.push(space.space.snap(Float64Array.from(space.space.axes, () => rng.next())));
    points.push(mutate(space.space, (best[i % best.length] as Observation).point, rng));
  }
  return points.map((point, number) => {
    const loss = posterior.warpedMean(space.see(point));
    return { number, batch: 0, point, loss, violation: space.space.admits(point) ? 0 : Infinity };
  });
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

/** How many of `count` observations the reported stages tell of: 20, 80, 320 and so on, 0 below 20. */
export function stagedObservations(count: number): number {
  let staged = LEAST_POINTS;
  while (4 * staged <= count) staged *= 4;
  return count < LEAST_POINTS ? 0 : staged;
}
