import type { PruneBound } from "../backend/evaluator-backend.js";

/** Whether an evaluation is to give up at `step`, `lowest` and `highest` being the best that it has reported either way. */
export function isPruned(pruning: readonly PruneBound[], step: number, lowest: number, highest: number): boolean {
  const bound = pruning.findLast((candidate) => candidate.step <= step);
  if (bound === undefined) return false;
  const { above = Infinity, below = -Infinity } = bound;
  return lowest > above || highest < below;
}
