import type { EvaluationRequest, EvaluationResult, EvaluatorBackend } from "../../backend/evaluator-backend.js";
import { BackendError, EvaluationError, type FailureReason, ShacError } from "../../errors.js";
import type { JsonObject } from "../../json-value.js";
import { messageOf } from "../trial/trial-error.js";
import { TimeLimit } from "./time-limit.js";

/** Milliseconds after an abort when an attempt that has not settled is called stuck ... */
const STUCK_MS = 4000;

/** ... and how much later the study goes on without it, which no backend may let it come to. */
const GRACE_MS = 1000;

/**
 * How one attempt at a trial ended. `stopped`: it was stopped from outside and has no outcome. `handed-back`: nor has it, but
 * is to be made again.
 */
export type Settlement =
  | { readonly kind: "result"; readonly result: EvaluationResult }
  | (Failure & { readonly kind: "failed"; readonly reason: FailureReason; readonly error: unknown })
  | (Failure & { readonly kind: "lost"; readonly error: ShacError })
  | { readonly kind: "handed-back"; readonly error: ShacError }
  | { readonly kind: "stopped" };

interface Failure {
  readonly elapsedMs: number;
  readonly attributes?: JsonObject;
}

/** What the study hears of a running attempt; nothing more once it has settled. */
export interface EvaluationHooks {
  onStart(where: { readonly workerId: number; readonly host?: string }): void;
  onReport(report: { readonly step: number; readonly value: number }): void;
  onLog(line: string): void;
  /** The attempt was aborted and has not settled 4 s later. */
  onStuck(): void;
}

/** One attempt at one trial on a backend, with its time limit. */
export class Evaluation {
  /** @throws whatever the backend rejects with when neither the objective nor a lost worker is at fault */
  readonly settled: Promise<Settlement>;
  readonly #controller = new AbortController();
  readonly #request: EvaluationRequest;
  readonly #hooks: EvaluationHooks;
  readonly #timeoutMs: number | undefined;
  readonly #limit: TimeLimit;
  #settle: (settlement: Settlement) => void = () => {};
  #open = true;
  #ending: "timeout" | "stopped" | undefined;
  #attributes: JsonObject | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(
    backend: EvaluatorBackend,
    request: EvaluationRequest,
    hooks: EvaluationHooks,
    timeoutMs: number | undefined,
  ) {
    this.#request = request;
    this.#hooks = hooks;
    this.#timeoutMs = timeoutMs;
    this.#limit = new TimeLimit(timeoutMs, () => this.#end("timeout", this.#timeout().error));
    this.settled = new Promise<Settlement>((resolve, reject) => {
      this.#settle = resolve;
      this.#run(backend).then(resolve, reject);
    })
      .then((settlement) => withAttributes(settlement, this.#attributes))
      .finally(() => this.#close());
  }

  /** Aborts the attempt; it settles as `stopped` within 5 s. */
  stop(reason: unknown): void {
    this.#end("stopped", reason);
  }

  async #run(backend: EvaluatorBackend): Promise<Settlement> {
    try {
      const result = await backend.evaluate(this.#request, {
        signal: this.#controller.signal,
        onStart: (where) => this.#start(where),
        onSilence: (isSilent) => {
          if (this.#open) this.#limit.silence(isSilent);
        },
        onReport: (report) => {
          if (this.#open) this.#hooks.onReport(report);
        },
        onLog: (line) => {
          if (this.#open) this.#hooks.onLog(line);
        },
        onAttributes: (attributes) => {
          this.#attributes = { ...this.#attributes, ...attributes };
        },
      });
      return this.#cut() ?? checkResult(result);
    } catch (error) {
      return this.#cut() ?? this.#classify(error);
    }
  }

  #start(where: { readonly workerId: number; readonly host?: string }): void {
    if (!this.#open) return;
    this.#limit.start();
    this.#hooks.onStart(where);
  }

  #end(ending: "timeout" | "stopped", reason: unknown): void {
    if (!this.#open || this.#ending !== undefined) return;
    this.#ending = ending;
    this.#grace = setTimeout(() => {
      this.#hooks.onStuck();
      this.#grace = setTimeout(() => this.#settle(this.#cut() as Settlement), GRACE_MS);
    }, STUCK_MS);
    this.#controller.abort(reason);
  }

  /** How the attempt ended when not by itself. An objective that blocks keeps its own deadline from being heard. */
  #cut(): Settlement | undefined {
    if (this.#ending === "stopped") return { kind: "stopped" };
    return this.#ending === "timeout" || this.#limit.isOver ? this.#timeout() : undefined;
  }

  #timeout(): Settlement & { readonly kind: "failed" } {
    const message = `Trial ${this.#request.trial} took longer than its time limit of ${this.#timeoutMs} ms.`;
    const error = new EvaluationError("timeout", message);
    return { kind: "failed", reason: "timeout", error, elapsedMs: this.#limit.elapsedMs };
  }

  #classify(error: unknown): Settlement {
    const { elapsedMs } = this.#limit;
    if (isEvaluationError(error)) return { kind: "failed", reason: error.reason, error, elapsedMs };
    if (isTrue(error, "handedBack")) return { kind: "handed-back", error };
    if (isTrue(error, "retryable")) return { kind: "lost", error, elapsedMs };
    throw ShacError.isInstance(error)
      ? error
      : new BackendError(
          `The backend rejected trial ${this.#request.trial} with no error of its own: ${messageOf(error)}`,
          {
            cause: error,
          },
        );
  }

  #close(): void {
    this.#open = false;
    this.#limit.stop();
    clearTimeout(this.#grace);
  }
}

/** A backend is trusted with everything but the value, which every later decision rests on. */
function checkResult(result: EvaluationResult): Settlement {
  if (result.pruned || Number.isFinite(result.value)) return { kind: "result", result };
  const error = new EvaluationError(
    "invalid-value",
    `The backend gave ${String(result.value)}; it must be a finite number.`,
  );
  return { kind: "failed", reason: "invalid-value", error, elapsedMs: result.elapsedMs };
}

/** A settlement with what the backend saw of the evaluation. */
function withAttributes(settlement: Settlement, attributes: JsonObject | undefined): Settlement {
  const { kind } = settlement;
  if (attributes === undefined || kind === "stopped" || kind === "handed-back") return settlement;
  if (kind !== "result") return { ...settlement, attributes };
  const { result } = settlement;
  return { kind: "result", result: { ...result, attributes: { ...result.attributes, ...attributes } } };
}

// By code rather than class, for errors of a second copy of the package.
function isEvaluationError(error: unknown): error is EvaluationError {
  return ShacError.isInstance(error) && error.code === "evaluation-failed";
}

function isTrue(error: unknown, property: "retryable" | "handedBack"): error is ShacError {
  return ShacError.isInstance(error) && (error as Partial<BackendError>)[property] === true;
}
