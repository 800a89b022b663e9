import { findAccepted, regionOf } from "../cascade/cascade.js";
import type { Classifier } from "../cascade/classifier.js";
import { trainClassifier } from "../cascade/train-classifier.js";
import type { AcceptedRegion } from "../region/accepted-region.js";
import { createRng } from "../rng.js";
import type { Axis } from "../space/axis.js";
import type { BoosterOptions } from "../trees/booster-options.js";
import type { Observation, StageReport } from "./sampler.js";
import type { ShacSchedule } from "./shac-schedule.js";

/** How stages are trained and what of the space is left to them. */
export interface StageOptions {
  readonly skipCvChecks: boolean;
  readonly relaxChecks: number | true;
  readonly booster: BoosterOptions;
}

/** The cascade after some stages were tried, and the region it leaves. Immutable, so that it can be continued. */
export interface TrainedCascade {
  readonly classifiers: readonly Classifier[];
  readonly stages: readonly StageReport[];
  readonly region: AcceptedRegion;
  /** A point of the region, where none of its boxes is certain to hold one. */
  readonly found?: Float64Array;
  /** What each stage tried was trained on, to tell whether it still holds for other observations. */
  readonly slices: readonly (readonly Observation[])[];
}

/** The cascade before the first stage: everything is accepted. */
export function untrainedCascade(axes: readonly Axis[], options: StageOptions): TrainedCascade {
  return { classifiers: [], stages: [], region: regionOf(axes, [], options.relaxChecks, []), slices: [] };
}

/** Tries every stage for which there are enough observations, going on from `from`. */
export function trainCascade(
  axes: readonly Axis[],
  observations: readonly Observation[],
  schedule: ShacSchedule,
  options: StageOptions,
  from: TrainedCascade,
): TrainedCascade {
  let trained = from;
  const { classifiers, pointsPerStage } = schedule;
  for (;;) {
    const start = trained.slices.length * pointsPerStage;
    if (trained.classifiers.length >= classifiers || start + pointsPerStage > observations.length) return trained;
    trained = tryStage(axes, observations.slice(start, start + pointsPerStage), options, trained);
  }
}

function tryStage(
  axes: readonly Axis[],
  slice: readonly Observation[],
  options: StageOptions,
  before: TrainedCascade,
): TrainedCascade {
  const stage = before.slices.length + 1;
  // Folds depend on the stage alone: whichever batch asks for a stage first, or again after a resume, gets the same one.
  const rng = createRng(0, "cross-validation", 0, stage);
  const { booster, skipCvChecks } = options;
  const outcome = trainClassifier(slice, { axes, booster, skipCvChecks, rng });
  const slices = [...before.slices, slice];
  const { accuracy } = "classifier" in outcome ? outcome.classifier : outcome;
  const report = { stage, trainedOn: slice.length, ...(accuracy === undefined ? {} : { accuracy }) };
  const unchanged = { ...before, slices };
  if (!("classifier" in outcome)) {
    const refused = {
      ...report,
      state: "refused",
      reason: outcome.refused,
      acceptedVolume: before.region.volume,
    } as const;
    return { ...unchanged, stages: [...before.stages, refused] };
  }
  const left = cut(axes, [...before.classifiers, outcome.classifier], slices, options.relaxChecks, before.region);
  if (left === undefined) {
    const reason = "Together with the stages before it, it would accept no point at all.";
    const dropped: StageReport = { ...report, state: "dropped", reason, acceptedVolume: before.region.volume };
    return { ...unchanged, stages: [...before.stages, dropped] };
  }
  const active: StageReport = { ...report, state: "active", acceptedVolume: left.region.volume };
  return { ...left, stages: [...before.stages, active], slices };
}

/** What the last of `classifiers` leaves of the region before it; undefined when that is nothing. */
function cut(
  axes: readonly Axis[],
  classifiers: readonly Classifier[],
  slices: TrainedCascade["slices"],
  relaxChecks: number | true,
  before: AcceptedRegion,
): Pick<TrainedCascade, "classifiers" | "region" | "found"> | undefined {
  const starts = slices.flatMap((slice) => slice.map(({ point }) => point));
  const settle = (region: AcceptedRegion) => {
    if (region.volume.lower > 0) return { classifiers, region };
    const found = findAccepted(region, starts);
    return found && { classifiers, region, found };
  };
  const last = classifiers.at(-1) as Classifier;
  const left = settle(before.refine(last.trees));
  return left === undefined && relaxChecks === true ? settle(regionOf(axes, classifiers, true, starts)) : left;
}
