import type { FailureReason } from "../../errors.js";
import type { JsonObject } from "../../json-value.js";

export type TrialState = "waiting" | "running" | "complete" | "failed" | "pruned";

/** Class, message, stack and cause of what an objective threw, as data. */
export interface TrialError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: TrialError;
}

/** One point of the search and its outcome. Equal when number, params, state, value, metrics and reason are. */
export interface Trial<P = JsonObject> {
  /** From 0, in the order of proposal. */
  readonly number: number;
  /**
   * From 0; -1 = imported. In asynchronous mode that in which it finished; until then the one that was being filled when
   * it was proposed.
   */
  readonly batch: number;
  readonly params: P;
  readonly state: TrialState;
  /** Finite; present when complete. */
  readonly value?: number;
  /** Present when failed. */
  readonly reason?: FailureReason;
  readonly error?: TrialError;
  readonly metrics?: Readonly<Record<string, number>>;
  /**
   * Present when complete but infeasible: by how much its metrics exceed the study's constraints, summed in units of the
   * bounds; above 0.
   */
  readonly violation?: number;
  readonly attributes?: JsonObject;
  /** 1 + losses and retries so far. */
  readonly attempt: number;
  readonly elapsedMs?: number;
}
