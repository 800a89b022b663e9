import type { BatchSummary } from "@shac/core";
import { formatNumber, formatSeconds, formatVolume } from "../output/format.js";

/** One line about a finished batch, for logs and pipes. */
export function formatBatch(summary: BatchSummary, numBatches: number): string {
  const { batch, best, bestSoFar, mean, failed, pruned, infeasible, stages, acceptedVolume, seconds } = summary;
  const number = (value: number | undefined): string => (value === undefined ? "-" : formatNumber(value));
  const width = String(numBatches).length;
  return [
    `batch ${String(batch + 1).padStart(width)}/${numBatches}`,
    `best ${number(bestSoFar)}`,
    `batch best ${number(best)}`,
    `mean ${number(mean)}`,
    `failed ${failed}`,
    ...(pruned > 0 ? [`pruned ${pruned}`] : []),
    ...(infeasible > 0 ? [`infeasible ${infeasible}`] : []),
    `stage ${stages}`,
    `accepted ${formatVolume(acceptedVolume)}`,
    formatSeconds(seconds),
  ].join("  ");
}
