import { ShacError } from "../errors.js";
import type { SearchSpace } from "../space/search-space.js";
import type { Objective } from "../study/objective.js";
import type { EvaluatorBackend } from "./evaluator-backend.js";

/** How many evaluations of an asynchronous objective may overlap. */
export interface InlineOptions {
  /** From 1, default 1. */
  readonly concurrency?: number;
}

/** Runs the objective in this process. Nothing can stop an objective that neither returns nor awaits. */
export function inlineBackend<S extends SearchSpace<unknown>>(
  _objective: Objective<S>,
  _options?: InlineOptions,
): EvaluatorBackend {
  throw new ShacError("not-ready", "inlineBackend is not there yet.");
}
