import type { StopReason, Study } from "@shac/core";
import { formatBest, formatProgress } from "../output/study-report.js";
import type { Style } from "../output/style.js";
import type { Advice } from "./next-commands.js";

/** What each way to end a search means. */
export const ENDS: Readonly<Record<StopReason, string>> = {
  "budget-spent": "The budget is spent.",
  interrupted: "Interrupted; everything finished is kept.",
  stopped: "Stopped; everything finished is kept.",
  failed: "Stopped by an error; everything finished is kept.",
  "no-classifier": "Stopped early: a stage gave no classifier.",
  "space-exhausted": "Stopped early: the search space has no further points.",
  "target-reached": "The target is reached.",
  "time-limit": "The time is over; everything finished is kept.",
};

/**
 * How a run ended: the best trial, where the study is kept, what to do next.
 * @param kept the folder of the study
 * @param commands worth trying next
 */
export function formatEnd(
  study: Study,
  stop: StopReason,
  kept: string,
  commands: readonly Advice[],
  style: Style,
): string[] {
  const width = Math.max(...commands.map(([purpose]) => purpose.length));
  return [
    "",
    formatProgress(study, style),
    ENDS[stop],
    "",
    ...formatBest(study, style),
    "",
    `kept in ${kept}`,
    ...commands.map(([purpose, command]) => `${style.dim(purpose.padEnd(width))}  ${command}`),
  ];
}
