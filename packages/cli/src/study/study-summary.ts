import type { BatchSummary, JsonObject, StageReport, StopReason, Study, Trial } from "@shac/core";

/** A study in numbers, as `--json` prints it. */
export interface StudySummary {
  readonly name: string;
  readonly direction: "minimize" | "maximize";
  /** Null while no trial is complete and meets the constraints. */
  readonly best: { readonly number: number; readonly value: number; readonly params: JsonObject } | null;
  /** Trials proposed so far, those still to be evaluated included; imported ones are counted apart, here and below. */
  readonly trials: number;
  readonly complete: number;
  readonly failed: number;
  readonly pruned: number;
  /** Complete trials that do not meet the constraints. */
  readonly infeasible: number;
  /** Results made elsewhere that the study learnt from, which its budget did not pay for. */
  readonly imported: number;
  /** Classifiers that the latest batch was drawn from. */
  readonly stages: number;
  /** Share of the space that the latest batch was drawn from, 0 to 1; the upper bound where it is not known exactly. */
  readonly acceptedVolume: number;
  /** Time for which the study has been running, over all its sessions. */
  readonly seconds: number;
  readonly totalBudget: number;
  readonly batchSize: number;
  readonly seed: number;
  /** How the last run in this process ended. */
  readonly stop?: StopReason;
  readonly stageReports: readonly StageReport[];
  readonly batches: readonly BatchSummary[];
}

/** The numbers of a study as it stands. */
export function summarizeStudy(study: Study): StudySummary {
  const { name, direction, best, stages, acceptedVolume, history, totalBudget, batchSize, seed } = study;
  const trials = study.trials.filter((trial) => !isImported(trial));
  return {
    name,
    direction,
    best: best === undefined ? null : { number: best.number, value: best.value as number, params: best.params },
    trials: trials.length,
    complete: countState(trials, "complete"),
    failed: countState(trials, "failed"),
    pruned: countState(trials, "pruned"),
    infeasible: countInfeasible(trials),
    imported: study.trials.length - trials.length,
    stages: countActive(stages),
    acceptedVolume: acceptedVolume.upper,
    seconds: history.seconds,
    totalBudget,
    batchSize,
    seed,
    ...(history.stop === undefined ? {} : { stop: history.stop }),
    stageReports: stages,
    batches: history.batches,
  };
}

/** How many trials are in a state. */
export function countState(trials: readonly Trial[], state: Trial["state"]): number {
  return trials.reduce((count, trial) => count + (trial.state === state ? 1 : 0), 0);
}

/** Complete trials that do not meet the study's constraints; imported ones left out. */
export function countInfeasible(trials: readonly Trial[]): number {
  return trials.reduce((count, trial) => count + (isImported(trial) || trial.violation === undefined ? 0 : 1), 0);
}

/** Whether a trial is a result made elsewhere. */
export function isImported({ batch }: Trial): boolean {
  return batch < 0;
}

/** Trials that have an outcome; imported ones, which no budget paid for, left out. */
export function countFinished(trials: readonly Trial[]): number {
  const isFinished = ({ state }: Trial): boolean => state !== "waiting" && state !== "running";
  return trials.reduce((count, trial) => count + (!isImported(trial) && isFinished(trial) ? 1 : 0), 0);
}

/** How many stages gave a classifier that is in use. */
export function countActive(stages: readonly StageReport[]): number {
  return stages.filter(({ state }) => state === "active").length;
}
