import { InvalidOptionError } from "../errors.js";
import { isPruned } from "../pruner/is-pruned.js";
import type { ObjectiveContext } from "../study/objective.js";
import type { EvaluationChannel, EvaluationRequest } from "./evaluator-backend.js";

/**
 * The context of one evaluation, for a backend that runs the objective in this process or for its worker.
 * @param directoryOf makes the trial's folder; absent when trials keep no files
 */
export function createContext(
  request: EvaluationRequest,
  channel: Pick<EvaluationChannel, "signal" | "onReport" | "onLog">,
  workerId: number,
  directoryOf: ((trial: number) => string) | undefined,
): ObjectiveContext {
  const { trial, attempt, seed } = request;
  let lastStep = Number.NEGATIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let pruned = false;
  const context = {
    trial,
    attempt,
    signal: channel.signal,
    seed,
    workerId,
    report: (step: number, value: number) => {
      if (!Number.isFinite(step) || step <= lastStep || typeof value !== "number") {
        throw new InvalidOptionError(
          `report(${String(step)}, ${String(value)}) after step ${lastStep}: give a number, at a step above the last one.`,
        );
      }
      lastStep = step;
      // Comparisons with NaN are false, so it is never the best.
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      pruned ||= isPruned(request.pruning, step, lowest, highest);
      channel.onReport({ step, value });
    },
    shouldPrune: () => pruned,
    log: (message: string) => channel.onLog(String(message)),
  };
  if (directoryOf === undefined) return context;
  return Object.defineProperty(context, "directory", { get: () => directoryOf(trial), enumerable: true });
}
