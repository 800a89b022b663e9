import type { Study, Trial, VolumeBounds } from "@shac/core";
import { countActive, countFinished, countInfeasible, countState, isImported } from "../study/study-summary.js";

/** Finishing times that the rate is taken over. */
const RATE_WINDOW = 64;

/** What a running study looks like from outside, gathered from its events. Times in milliseconds. */
export interface RunState {
  name: string;
  direction: "minimize" | "maximize";
  totalBudget: number;
  batchSize: number;
  /** Of all runs of the study. */
  finished: number;
  failed: number;
  pruned: number;
  /** Complete, but outside of the constraints. */
  infeasible: number;
  running: number;
  /** Evaluations that the backend takes at once; 0 until it is open. */
  slots: number;
  /** From 0; the one under way or about to begin. */
  batch: number;
  /** Classifiers that the current batch was drawn from. */
  stages: number;
  acceptedVolume: VolumeBounds;
  best: Trial | undefined;
  /** Between two batches: the sampler learns and proposes. */
  isProposing: boolean;
  isStopping: boolean;
  startedAt: number;
  /** When the latest evaluations of this run finished, oldest first. */
  finishTimes: number[];
}

/** The state of a study about to run. */
export function createRunState(study: Study): RunState {
  const { name, direction, totalBudget, batchSize, best, trials, stages, acceptedVolume, history } = study;
  const own = trials.filter((trial) => !isImported(trial));
  return {
    name,
    direction,
    totalBudget,
    batchSize,
    finished: countFinished(trials),
    failed: countState(own, "failed"),
    pruned: countState(own, "pruned"),
    infeasible: countInfeasible(trials),
    running: 0,
    slots: 0,
    batch: history.batches.length,
    stages: countActive(stages),
    acceptedVolume,
    best,
    isProposing: true,
    isStopping: false,
    startedAt: performance.now(),
    finishTimes: [],
  };
}

/** Evaluations a second, over the latest ones; 0 while nothing is finished. */
export function evaluationRate({ finishTimes, startedAt }: RunState, now: number): number {
  const full = finishTimes.length === RATE_WINDOW;
  const since = full ? (finishTimes[0] as number) : startedAt;
  const count = full ? finishTimes.length - 1 : finishTimes.length;
  return count === 0 ? 0 : (count * 1000) / Math.max(now - since, 1);
}

/** Keeps `state` up to date, and tells `changed` after each event, until the returned functions are called. */
export function trackRun(study: Study, state: RunState, changed: () => void): (() => void)[] {
  return [
    study.on("batch-started", ({ batch }) => {
      state.batch = batch;
      state.isProposing = false;
      state.stages = countActive(study.stages);
      state.acceptedVolume = study.acceptedVolume;
      changed();
    }),
    study.on("capacity-changed", ({ slots }) => {
      state.slots = slots;
      changed();
    }),
    study.on("trial-started", () => {
      state.running++;
      changed();
    }),
    study.on("trial-lost", () => {
      state.running--;
      changed();
    }),
    study.on("trial-finished", ({ trial, isBest }) => {
      state.running--;
      state.finished++;
      if (trial.state === "failed") state.failed++;
      if (trial.state === "pruned") state.pruned++;
      if (trial.violation !== undefined) state.infeasible++;
      if (isBest) state.best = trial;
      state.finishTimes.push(performance.now());
      if (state.finishTimes.length > RATE_WINDOW) state.finishTimes.shift();
      changed();
    }),
    study.on("batch-finished", () => {
      state.isProposing = true;
      changed();
    }),
  ];
}
