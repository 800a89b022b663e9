import { EvaluationError } from "../errors.js";
import type { JsonObject } from "../json-value.js";
import type { ObjectiveContext } from "../study/objective.js";
import { mutableCopy } from "../study/state/frozen-json.js";
import { checkOutcome } from "../study/trial/outcome.js";
import { messageOf } from "../study/trial/trial-error.js";
import type { EvaluationResult } from "./evaluator-backend.js";

/**
 * One call of an objective, for a backend that runs it in this process or for its worker.
 * @param objective gets a copy of `params` of its own; what it gives is checked
 * @throws EvaluationError `error`, with what the objective threw as its cause, or `invalid-value`
 */
export async function runObjective<C extends ObjectiveContext>(
  objective: (params: JsonObject, context: C) => unknown,
  params: JsonObject,
  context: C,
): Promise<EvaluationResult> {
  const began = performance.now();
  const elapsedMs = () => performance.now() - began;
  let outcome: unknown;
  try {
    outcome = await objective(mutableCopy(params), context);
  } catch (cause) {
    // Throwing is one way to end after shouldPrune() said so.
    if (context.shouldPrune()) return { pruned: true, elapsedMs: elapsedMs() };
    throw new EvaluationError("error", `The objective threw in trial ${context.trial}: ${messageOf(cause)}`, { cause });
  }
  if (context.shouldPrune()) return { pruned: true, elapsedMs: elapsedMs() };
  return { ...checkOutcome(outcome), elapsedMs: elapsedMs() };
}
