import type { JsonObject } from "../json-value.js";
import type { ParamsOf, SearchSpace } from "../space/search-space.js";

/** What an evaluation knows of itself, beside its params. */
export interface ObjectiveContext {
  readonly trial: number;
  /** From 1; above 1 when an earlier attempt lost its worker, or failed and is retried. */
  readonly attempt: number;
  /** Aborted when the study stops or the evaluation's time is over. */
  readonly signal: AbortSignal;
  /** uint32, equal for all attempts of a trial. */
  readonly seed: number;
  /** Held by no other running evaluation of this backend; from 0. */
  readonly workerId: number;
  /** Where this trial keeps its model, logs ...; made on first use. Absent on remote backends and for studies in memory. */
  readonly directory?: string;
  /** An intermediate value; steps increase. */
  report(step: number, value: number): void;
  /** True is final: whatever follows, the trial is pruned. */
  shouldPrune(): boolean;
  log(message: string): void;
}

/** What an objective gives back: the value alone, or with metrics and attributes. */
export type Outcome =
  | number
  | {
      readonly value: number;
      readonly metrics?: Readonly<Record<string, number>>;
      readonly attributes?: JsonObject;
    };

/** The function that is tuned. A throw or a value that is not a finite number fails the trial, not the study. */
export type Objective<S extends SearchSpace<unknown>, C extends ObjectiveContext = ObjectiveContext> = (
  params: ParamsOf<S>,
  context: C,
) => Outcome | Promise<Outcome>;
