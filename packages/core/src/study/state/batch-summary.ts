import type { VolumeBounds } from "../../region/volume-bounds.js";
import type { StageReport } from "../../sampler/sampler.js";
import type { BatchSummary } from "../history.js";
import type { Trial } from "../trial/trial.js";

/** Share of the space that the last active stage leaves; all of it when there is none. */
export function acceptedVolume(stages: readonly StageReport[]): VolumeBounds {
  return stages.findLast(({ state }) => state === "active")?.acceptedVolume ?? { lower: 1, upper: 1 };
}

/** What the `trials` of one batch brought; those that wait for another attempt do not count. */
export function summarizeBatch(batch: {
  readonly batch: number;
  readonly trials: readonly Trial<unknown>[];
  readonly stages: readonly StageReport[];
  readonly isBetter: (value: number, than: number) => boolean;
  readonly bestSoFar: number | undefined;
  readonly seconds: number;
}): BatchSummary {
  const { trials, stages, isBetter, bestSoFar } = batch;
  const complete = trials.filter(({ state }) => state === "complete");
  const values = complete.map(({ value }) => value as number);
  const feasible = complete.flatMap(({ value, violation }) => (violation === undefined ? [value as number] : []));
  const count = (state: Trial["state"]) => trials.filter((trial) => trial.state === state).length;
  const [failed, pruned] = [count("failed"), count("pruned")];
  return Object.freeze({
    batch: batch.batch,
    evaluations: complete.length + failed + pruned,
    complete: complete.length,
    infeasible: complete.length - feasible.length,
    failed,
    pruned,
    ...(feasible.length > 0 && { best: feasible.reduce((best, value) => (isBetter(value, best) ? value : best)) }),
    ...(values.length > 0 && { mean: values.reduce((sum, value) => sum + value / values.length, 0) }),
    ...(bestSoFar !== undefined && { bestSoFar }),
    stages: stages.filter(({ state }) => state === "active").length,
    acceptedVolume: acceptedVolume(stages),
    seconds: batch.seconds,
  });
}
