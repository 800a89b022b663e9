import type { StageReport, VolumeBounds } from "../sampler/sampler.js";
import type { BatchSummary } from "./history.js";
import type { Trial } from "./trial.js";

/** Share of the space that the last active stage leaves; all of it when there is none. */
export function acceptedVolume(stages: readonly StageReport[]): VolumeBounds {
  return stages.findLast(({ state }) => state === "active")?.acceptedVolume ?? { lower: 1, upper: 1 };
}

/** What the finished `trials` of one batch brought. */
export function summarizeBatch(batch: {
  readonly batch: number;
  readonly trials: readonly Trial<unknown>[];
  readonly stages: readonly StageReport[];
  readonly isBetter: (value: number, than: number) => boolean;
  readonly bestSoFar: number | undefined;
  readonly seconds: number;
}): BatchSummary {
  const { trials, stages, isBetter, bestSoFar } = batch;
  const values = trials.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const count = (state: Trial["state"]) => trials.filter((trial) => trial.state === state).length;
  return Object.freeze({
    batch: batch.batch,
    evaluations: trials.length,
    complete: count("complete"),
    failed: count("failed"),
    pruned: count("pruned"),
    ...(values.length > 0 && {
      best: values.reduce((best, value) => (isBetter(value, best) ? value : best)),
      mean: values.reduce((sum, value) => sum + value / values.length, 0),
    }),
    ...(bestSoFar !== undefined && { bestSoFar }),
    stages: stages.filter(({ state }) => state === "active").length,
    acceptedVolume: acceptedVolume(stages),
    seconds: batch.seconds,
  });
}
