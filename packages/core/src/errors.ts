/** Shared by every copy of the package in a process, and by the program, which tells these errors without loading it. */
const MARKER = Symbol.for("shac.error");

/** Options of every error: the `cause` that led to it. */
export interface ShacErrorOptions {
  readonly cause?: unknown;
}

/**
 * Base of all errors that this toolkit throws on purpose. Its message says what happened, the value at fault and the
 * mend, so that a program may print it alone, without a stack.
 */
export class ShacError extends Error {
  /** Stable, kebab-case, for programs: `invalid-space`, `study-locked` ... */
  readonly code: string;

  constructor(code: string, message: string, options?: ShacErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** True for errors of this toolkit, also those of a second copy of the package. */
  static isInstance(error: unknown): error is ShacError {
    return typeof error === "object" && error !== null && MARKER in error;
  }
}

/** A search space, or a value for it, that cannot be: names the parameter, the value and the mend. */
export class InvalidSpaceError extends ShacError {
  constructor(message: string, options?: ShacErrorOptions) {
    super("invalid-space", message, options);
  }
}

/** An option or a combination of options that cannot be: budget, batches, direction, sampler settings. */
export class InvalidOptionError extends ShacError {
  constructor(message: string, options?: ShacErrorOptions) {
    super("invalid-option", message, options);
  }
}

/** No part of the search space is accepted by every classifier asked for. */
export class EmptyRegionError extends ShacError {
  /** The first stage, counted from 1, that leaves nothing. */
  readonly stage: number;

  constructor(stage: number, message: string, options?: ShacErrorOptions) {
    super("empty-region", message, options);
    this.stage = stage;
  }
}

/** Every `FailureReason`. */
export const FAILURE_REASONS = ["error", "invalid-value", "timeout", "worker-lost", "memory-limit"] as const;

/** Why a trial failed. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** The objective's fault: the trial fails with `reason`, the search goes on. */
export class EvaluationError extends ShacError {
  readonly reason: FailureReason;

  constructor(reason: FailureReason, message: string, options?: ShacErrorOptions) {
    super("evaluation-failed", message, options);
    this.reason = reason;
  }
}

/** Options of a `BackendError`. */
export interface BackendErrorOptions extends ShacErrorOptions {
  readonly retryable?: boolean;
  readonly handedBack?: boolean;
  readonly code?: string;
}

/** The backend's fault. */
export class BackendError extends ShacError {
  /** A worker was lost, and the same evaluation may be tried again, as the next attempt. */
  readonly retryable: boolean;
  /** A worker that was told to end gave its evaluation back: the same attempt is made again, and no retry is used. */
  readonly handedBack: boolean;

  constructor(message: string, options?: BackendErrorOptions) {
    super(options?.code ?? "backend-failed", message, options);
    this.retryable = options?.retryable ?? false;
    this.handedBack = options?.handedBack ?? false;
  }
}

/** `evaluate` was called on a backend that is closed. */
export class BackendClosedError extends BackendError {
  constructor(backend: string) {
    super(`Backend "${backend}" is closed; call open() before evaluate().`, { code: "backend-closed" });
  }
}

/** An optional runtime is not installed; the message holds the install command. */
export class MissingDependencyError extends BackendError {
  constructor(dependency: string, neededBy: string, options?: ShacErrorOptions) {
    super(`${neededBy} needs the package "${dependency}", which is not installed. Run: npm install ${dependency}`, {
      ...options,
      code: "missing-dependency",
    });
  }
}

/** A storage that cannot be read or written; names file and line where there is one. */
export class StorageError extends ShacError {
  constructor(message: string, options?: ShacErrorOptions & { readonly code?: string }) {
    super(options?.code ?? "storage-failed", message, options);
  }
}

/** Another process writes this study. */
export class StudyLockedError extends StorageError {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601 time at which the other process took the lock. */
  readonly since: string;

  constructor(name: string, owner: { readonly pid: number; readonly host: string; readonly since: string }) {
    super(
      `Study "${name}" is being written by process ${owner.pid} on ${owner.host} since ${owner.since}; wait for it or stop it.`,
      { code: "study-locked" },
    );
    this.pid = owner.pid;
    this.host = owner.host;
    this.since = owner.since;
  }
}

/** A saved study was opened with another space, direction or sampler; the message lists what differs. */
export class StudyMismatchError extends ShacError {
  constructor(message: string, options?: ShacErrorOptions) {
    super("study-mismatch", message, options);
  }
}

/** A number that no trial has, or a trial in a state in which what was asked for cannot be done. */
export class TrialStateError extends ShacError {
  readonly trial: number;

  constructor(
    code: "unknown-trial" | "trial-finished" | "trial-not-failed",
    trial: number,
    message: string,
    options?: ShacErrorOptions,
  ) {
    super(code, message, options);
    this.trial = trial;
  }
}

/** More trials failed than the limit allows. Everything done so far is kept; `cause` is the last failure. */
export class TooManyFailuresError extends ShacError {
  readonly failures: number;

  constructor(failures: number, message: string, options?: ShacErrorOptions) {
    super("too-many-failures", message, options);
    this.failures = failures;
  }
}
