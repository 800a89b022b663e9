import type { FailureReason } from "../errors.js";
import type { JsonObject } from "../json-value.js";
import type { StageReport } from "../sampler/sampler.js";
import type { TrialError } from "../study/trial/trial.js";

/** The one record that every study begins with. */
export interface StudyHeader {
  readonly type: "study";
  /** Format of the records, raised when an older reader could misread them. */
  readonly format: 1;
  /** UUID. */
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly created: string;
  readonly space: JsonObject;
  readonly direction: "minimize" | "maximize";
  readonly constraints?: JsonObject;
  readonly totalBudget: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly mode: "batch" | "async";
  readonly sampler: { readonly name: string; readonly options: JsonObject };
  /** Absent: evaluations are never told to give up. */
  readonly pruner?: { readonly name: string; readonly options: JsonObject };
  /** Hash of the canonical JSON of space, direction and constraints. */
  readonly fingerprint: string;
}

/** Numbers of the trials are `first`, `first` + 1 ... in the order of `points`. */
export interface ProposedRecord {
  readonly type: "proposed";
  /** Proposals before this one; in batch mode the number of the batch. */
  readonly batch: number;
  readonly first: number;
  readonly points: readonly (readonly number[])[];
  readonly params: readonly JsonObject[];
  /** Absent: those of the proposal before. */
  readonly stages?: readonly StageReport[];
  /** How many of the points, from the first one on, were enqueued; absent: none. */
  readonly queued?: number;
  /** Asynchronous mode: on how many results it rests, in the order of these records; all else was running. */
  readonly observed?: number;
  /** Milliseconds for which the study had been running, over all its sessions. */
  readonly clockMs: number;
}

export interface FinishedRecord {
  readonly type: "finished";
  readonly trial: number;
  readonly attempt: number;
  readonly state: "complete" | "failed" | "pruned";
  readonly value?: number;
  readonly reason?: FailureReason;
  readonly error?: TrialError;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly attributes?: JsonObject;
  readonly elapsedMs: number;
  /** Milliseconds for which the study had been running, over all its sessions. */
  readonly clockMs: number;
}

/** A result made elsewhere. Its reports follow as records of their own. */
export interface ImportedRecord {
  readonly type: "imported";
  readonly trial: number;
  readonly point: readonly number[];
  readonly params: JsonObject;
  /** Absent: complete. */
  readonly state?: "failed" | "pruned";
  /** Of a complete one. */
  readonly value?: number;
  /** Of a failed one. */
  readonly reason?: FailureReason;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly attributes?: JsonObject;
}

/** One line of a study's journal. Times are ISO 8601. */
export type StudyRecord =
  | StudyHeader
  | { readonly type: "budget"; readonly totalBudget: number }
  | ProposedRecord
  | ImportedRecord
  | {
      readonly type: "enqueued";
      readonly points: readonly { readonly point: readonly number[]; readonly params: JsonObject }[];
    }
  /** Handed out by `ask`. */
  | { readonly type: "asked"; readonly trial: number; readonly attempt: number; readonly at: string }
  /** Failed trials that are to be evaluated again, each as its next attempt. */
  | { readonly type: "retried"; readonly trials: readonly number[] }
  | {
      readonly type: "started";
      readonly trial: number;
      readonly attempt: number;
      readonly workerId: number;
      readonly host?: string;
      readonly at: string;
    }
  | { readonly type: "report"; readonly trial: number; readonly step: number; readonly value: number }
  | { readonly type: "lost"; readonly trial: number; readonly attempt: number; readonly message: string }
  | FinishedRecord;
