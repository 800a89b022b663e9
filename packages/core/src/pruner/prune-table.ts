import type { PruneBound } from "../backend/evaluator-backend.js";

/** The worst value that is still good enough from a step on; undefined: any is. */
export interface StepLimit {
  readonly step: number;
  readonly limit: number | undefined;
}

/** Limits by step as the table that is sent to evaluations, without what repeats the step before. */
export function pruneTable(limits: readonly StepLimit[], direction: "minimize" | "maximize"): PruneBound[] {
  const side = direction === "minimize" ? "above" : "below";
  const table: PruneBound[] = [];
  for (const { step, limit } of limits) {
    if (limit !== table.at(-1)?.[side]) table.push({ step, ...(limit !== undefined && { [side]: limit }) });
  }
  return table;
}
