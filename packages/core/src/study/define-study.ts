import type { EvaluatorBackend } from "../backend/evaluator-backend.js";
import type { Pruner } from "../pruner/pruner.js";
import type { Sampler } from "../sampler/sampler.js";
import type { SearchSpace } from "../space/search-space.js";
import type { MetricConstraints } from "./constraints.js";
import type { Objective, ObjectiveContext } from "./objective.js";
import type { KeepArtifacts } from "./trial/trial-folders.js";

/** What a study searches and how; every member but the space has a default. */
export interface StudyOptions<S extends SearchSpace<unknown>, C extends ObjectiveContext = ObjectiveContext> {
  /** What a storage keeps it under. Default "study". */
  readonly name?: string;
  readonly space: S;
  /** Default minimize. */
  readonly direction?: "minimize" | "maximize";
  /** N, default 100. A saved study takes any larger one that adds whole batches. */
  readonly totalBudget?: number;
  /** M, a divisor of N; default: most batches with at least 10 points each. */
  readonly numBatches?: number;
  /** uint32. Absent: drawn once and journaled. */
  readonly seed?: number;
  /**
   * `batch`: W points are proposed together, and the trials depend on nothing but space, options, seed and values.
   * `async`: a free slot gets a new point at once, from what is known by then. Default batch.
   */
  readonly mode?: "batch" | "async";
  /**
   * Bounds on metrics that the objective returns, such as `{ latencyMs: { max: 5 } }`. A trial outside of them is complete
   * but infeasible: never the best, and worse than any feasible one to learn from. One without such a metric fails.
   */
  readonly constraints?: MetricConstraints;
  /** Default shacGpSampler(). */
  readonly sampler?: Sampler;
  /** Tells evaluations that report intermediate values when to give up. Default none. */
  readonly pruner?: Pruner;
  /** What `fit` evaluates when it is given nothing else. */
  readonly objective?: Objective<S, C>;
}

/**
 * Default export of a study file. Workers import the same file: no side effects, heavy imports inside functions.
 * An objective that asks for more than an ObjectiveContext cannot be given to a backend that lacks it (a type error).
 */
export interface StudyDefinition<S extends SearchSpace<unknown>, C extends ObjectiveContext = ObjectiveContext>
  extends StudyOptions<S, C> {
  readonly name: string;
  readonly objective: Objective<S, C>;
  /** Used by `shac run`: whose folders stay on the disk, every trial's or the best one's alone. Default all. */
  readonly keepArtifacts?: KeepArtifacts;
  /** Used by `shac run` without --backend; imports its package itself. */
  readonly backend?: (
    studyFile: URL,
    flags: { readonly workers?: number },
  ) => EvaluatorBackend | Promise<EvaluatorBackend>;
}

/** Gives a study definition its type; the definition is returned unchanged. */
export function defineStudy<const S extends SearchSpace<unknown>, C extends ObjectiveContext = ObjectiveContext>(
  definition: StudyDefinition<S, C>,
): StudyDefinition<S, C> {
  return definition;
}
