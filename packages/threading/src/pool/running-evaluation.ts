import {
  BackendError,
  type EvaluationChannel,
  EvaluationError,
  type EvaluationRequest,
  type EvaluationResult,
  errorFrom,
} from "@shac/core";
import type { WorkerExit } from "../link/worker-link.js";
import type { EvaluationAnswer, MessageFromWorker } from "../link/worker-messages.js";

/** One evaluation in a worker, from its request to its settlement. */
export class RunningEvaluation {
  readonly settled: Promise<EvaluationResult>;
  readonly #trial: number;
  readonly #channel: EvaluationChannel;
  readonly #onStop: (reason: unknown) => void;
  #resolve: (result: EvaluationResult) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #stopped: { readonly reason: unknown } | undefined;

  /** @param onStop called when the evaluation is to end before its time */
  constructor({ trial }: EvaluationRequest, channel: EvaluationChannel, onStop: (reason: unknown) => void) {
    const { signal } = channel;
    const abort = () => this.stop(signal.reason);
    this.#trial = trial;
    this.#channel = channel;
    this.#onStop = onStop;
    signal.addEventListener("abort", abort);
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = (result) => {
        signal.removeEventListener("abort", abort);
        if (this.#stopped === undefined) resolve(result);
        else reject(this.#stopped.reason);
      };
      this.#reject = (error) => {
        signal.removeEventListener("abort", abort);
        reject(this.#stopped === undefined ? error : this.#stopped.reason);
      };
    });
  }

  /** Whatever comes of it, the evaluation will then reject with `reason`. */
  stop(reason: unknown): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = { reason };
    this.#onStop(reason);
  }

  tell(message: MessageFromWorker & { readonly type: "report" | "log" | "attributes" }): void {
    if (message.type === "log") this.#channel.onLog(message.line);
    else if (message.type === "attributes") this.#channel.onAttributes(message.attributes);
    else this.#channel.onReport({ step: message.step, value: message.value });
  }

  answer(answer: EvaluationAnswer): void {
    if (answer.type === "result") {
      this.#resolve(answer.result);
    } else {
      const { message, error } = answer;
      const options = error === undefined ? {} : { cause: errorFrom(error) };
      this.#reject(
        answer.type === "failed"
          ? new EvaluationError(answer.reason, message, options)
          : new BackendError(message, { ...options, retryable: true }),
      );
    }
  }

  /** Something threw outside of the objective's call. */
  crash({ error }: MessageFromWorker & { readonly type: "crashed" }): void {
    const message = `The objective threw outside of its call in trial ${this.#trial}: ${error.message}`;
    this.#reject(new EvaluationError("error", message, { cause: errorFrom(error) }));
  }

  /** The worker is gone. */
  lose({ how, outOfMemory }: WorkerExit): void {
    this.#reject(
      outOfMemory === undefined
        ? new BackendError(`Worker ${how} in trial ${this.#trial}.`, { retryable: true })
        : new EvaluationError("memory-limit", `Trial ${this.#trial} ran out of memory: ${outOfMemory}.`),
    );
  }
}
