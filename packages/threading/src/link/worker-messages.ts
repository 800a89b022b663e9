import type { EvaluationRequest, EvaluationResult, FailureReason, JsonObject, TrialError } from "@shac/core";

/** What a worker is told before anything else. */
export interface WorkerSetup {
  readonly moduleUrl: string;
  /** Path of tsx's package.json, when the module needs it. */
  readonly tsx?: string;
  readonly workerId: number;
  /** Folder of the trials' folders. */
  readonly artifacts?: string;
  readonly runtime?: { readonly url: string; readonly options: JsonObject };
}

/** All messages are plain JSON, other than for numbers that JSON lacks. */
export type MessageToWorker =
  | { readonly type: "setup"; readonly setup: WorkerSetup }
  | { readonly type: "evaluate"; readonly request: EvaluationRequest }
  | { readonly type: "abort"; readonly reason: TrialError };

/** The answer to `setup`. */
export type SetupAnswer =
  | { readonly type: "ready"; readonly notice?: string }
  | { readonly type: "unfit"; readonly loading: string; readonly error: TrialError };

/** The answer to `evaluate`. `recycle`: the worker is to be replaced before its next evaluation. */
export type EvaluationAnswer =
  | { readonly type: "result"; readonly result: EvaluationResult; readonly recycle: boolean }
  | {
      readonly type: "failed";
      readonly reason: FailureReason;
      readonly message: string;
      readonly error?: TrialError;
      readonly recycle: boolean;
    }
  /** The runtime's fault, not the objective's. */
  | { readonly type: "broken"; readonly message: string; readonly error: TrialError };

export type MessageFromWorker =
  | SetupAnswer
  | EvaluationAnswer
  | { readonly type: "report"; readonly step: number; readonly value: number }
  | { readonly type: "log"; readonly line: string }
  /** What the runtime says of the evaluation at its end, whatever that is. */
  | { readonly type: "attributes"; readonly attributes: JsonObject }
  /** Something threw outside of any call; the worker's state is unknown. */
  | { readonly type: "crashed"; readonly error: TrialError };
