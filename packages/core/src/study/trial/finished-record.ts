import type { FinishedRecord } from "../../storage/records.js";
import { checkConstrainedMetrics, type MetricConstraints } from "../constraints.js";
import type { Settlement } from "../fit/evaluation.js";
import type { Trial, TrialError } from "./trial.js";
import { trialErrorOf } from "./trial-error.js";

/** How an attempt ended that has an outcome, or whose worker was lost. */
export type Ending = Exclude<Settlement, { readonly kind: "stopped" | "handed-back" }>;

/** The record of a trial that ended so. */
export function finishedRecord(
  { number, attempt }: Pick<Trial<unknown>, "number" | "attempt">,
  ending: Ending,
  clockMs: number,
): FinishedRecord {
  return { type: "finished", trial: number, attempt, ...outcomeOf(ending), clockMs };
}

/** `ending`, or a failure when it lacks a metric that is constrained. */
export function checkMetrics(ending: Ending, constraints: MetricConstraints): Ending {
  if (ending.kind !== "result" || ending.result.pruned) return ending;
  const { metrics, attributes, elapsedMs } = ending.result;
  try {
    checkConstrainedMetrics(constraints, metrics);
    return ending;
  } catch (error) {
    return { kind: "failed", reason: "invalid-value", error, elapsedMs, ...(attributes && { attributes }) };
  }
}

function outcomeOf(ending: Ending): Omit<FinishedRecord, "type" | "trial" | "attempt" | "clockMs"> {
  if (ending.kind === "result") {
    const { value, pruned, metrics, attributes, elapsedMs } = ending.result;
    return {
      state: pruned ? "pruned" : "complete",
      ...(!pruned && value !== undefined && { value }),
      ...(metrics !== undefined && { metrics }),
      ...(attributes !== undefined && { attributes }),
      elapsedMs: toMicroseconds(elapsedMs),
    };
  }
  const { attributes, elapsedMs } = ending;
  return {
    state: "failed",
    reason: ending.kind === "lost" ? "worker-lost" : ending.reason,
    error: describeFailure(ending),
    ...(attributes !== undefined && { attributes }),
    elapsedMs: toMicroseconds(elapsedMs),
  };
}

/** What the objective threw, with its stack; of our own errors only what they say. */
function describeFailure(ending: Exclude<Ending, { readonly kind: "result" }>): TrialError {
  if (ending.kind === "failed" && ending.reason === "error") {
    const { error } = ending;
    const hasCause = typeof error === "object" && error !== null && "cause" in error;
    return trialErrorOf(hasCause ? error.cause : error);
  }
  const { name, message } = trialErrorOf(ending.error);
  return { name, message };
}

function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
