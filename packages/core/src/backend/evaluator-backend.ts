import type { JsonObject } from "../json-value.js";
import type { TrialDirectories } from "../storage/study-storage.js";

/** Carries one evaluation there and back. The study owns timeouts, retries, order and journal. */
export interface EvaluatorBackend {
  readonly apiVersion: 1;
  readonly name: string;
  readonly isolation: "none" | "thread" | "process" | "remote";
  /** "forced": when evaluate() settles after an abort, the work is dead. */
  readonly cancellation: "cooperative" | "forced";
  /**
   * Called before the first evaluation. Calls `capacity` before it resolves and whenever it changes; 0 = wait.
   * @throws MissingDependencyError, BackendError (for example more GPUs asked for than found)
   */
  open(study: StudyIdentity, capacity: (slots: number) => void): Promise<void>;
  /**
   * Never called beyond capacity. Settles exactly once: with a result, or rejects with EvaluationError (the objective's
   * fault), BackendError (`retryable` when a worker was lost, `handedBack` when it was told to end), or signal.reason
   * within 5 s of an abort. A second call with equal (studyId, trial, attempt) gives the same result, but for one that was
   * handed back, which begins anew.
   */
  evaluate(request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult>;
  /** Idempotent; settles everything pending, also an open(); at most 5 s whatever the transport; open() may follow. */
  close(): Promise<void>;
}

/** `fingerprint`: hash of the canonical JSON of space, direction and constraints. */
export interface StudyIdentity {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  /** Where trials keep their files; absent when the study keeps none. For local backends only. */
  readonly artifacts?: Pick<TrialDirectories, "root" | "path">;
  /** Whether an attempt has ended in the journal: what a backend still keeps of it may go. Absent when nobody knows. */
  isOver?(trial: number, attempt: number): boolean;
  /** Tells the user, in one line, what the search waits for or what it runs on. */
  notice?(message: string): void;
}

export interface EvaluationRequest {
  /** UUID of the journal's header. */
  readonly studyId: string;
  readonly trial: number;
  /** From 1; raised only by a journaled loss or retry. */
  readonly attempt: number;
  readonly params: JsonObject;
  /** uint32 of (study seed, trial); equal for all attempts. */
  readonly seed: number;
  /** The whole pruning rule, so that shouldPrune() is local and synchronous. */
  readonly pruning: readonly PruneBound[];
}

/**
 * An evaluation that reports at `step` or later, before the next bound's step, is pruned when the best value that it has
 * reported so far is above or below this. NaN is worse than any value.
 */
export interface PruneBound {
  readonly step: number;
  /** When lower values are better. */
  readonly above?: number;
  /** When higher values are better. */
  readonly below?: number;
}

export interface EvaluationChannel {
  readonly signal: AbortSignal;
  /** The timeout counts from here, never from queueing. */
  onStart(where: { readonly workerId: number; readonly host?: string }): void;
  /**
   * Whether nothing can be heard of the evaluation for now, though it may go on or end: the time limit stands still. For
   * remote backends, after `onStart`; absent when nobody measures the time.
   */
  onSilence?(isSilent: boolean): void;
  /** In order and, like what follows, all before settlement. */
  onReport(report: { readonly step: number; readonly value: number }): void;
  onLog(line: string): void;
  /**
   * What the backend saw of the evaluation, such as the device used or what was leaked. It belongs to the trial whatever the
   * outcome, a time limit included, and takes the place of what the result's `attributes` say under the same names.
   */
  onAttributes(attributes: JsonObject): void;
}

export interface EvaluationResult {
  /** Finite; absent only when pruned. */
  readonly value?: number;
  readonly pruned?: true;
  readonly metrics?: Readonly<Record<string, number>>;
  /** The objective's: not part of a trial's equality. */
  readonly attributes?: JsonObject;
  readonly elapsedMs: number;
}
