import {
  BackendError,
  type EvaluationChannel,
  EvaluationError,
  type EvaluationRequest,
  type EvaluationResult,
  errorFrom,
} from "@shac/core";
import { OutputLines } from "./output-lines.js";
import type { WorkerExit } from "./runtime/worker-link.js";
import type { EvaluationAnswer, MessageFromWorker } from "./worker-messages.js";

/** One evaluation in a worker, from its request to its settlement. */
export class RunningEvaluation {
  readonly settled: Promise<EvaluationResult>;
  readonly #trial: number;
  readonly #channel: EvaluationChannel;
  readonly #output: OutputLines;
  #resolve: (result: EvaluationResult) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  /** @param onAbort called when the signal is aborted before the evaluation settles */
  constructor({ trial }: EvaluationRequest, channel: EvaluationChannel, onAbort: (reason: unknown) => void) {
    const { signal } = channel;
    const abort = () => onAbort(signal.reason);
    this.#trial = trial;
    this.#channel = channel;
    this.#output = new OutputLines((line) => channel.onLog(line));
    signal.addEventListener("abort", abort);
    this.settled = new Promise((resolve, reject) => {
      const settle = () => {
        signal.removeEventListener("abort", abort);
        this.#output.finish();
      };
      this.#resolve = (result) => {
        settle();
        if (signal.aborted) reject(signal.reason);
        else resolve(result);
      };
      this.#reject = (error) => {
        settle();
        reject(signal.aborted ? signal.reason : error);
      };
    });
  }

  /** What came past the worker's own streams. */
  print(stream: string, text: string): void {
    this.#output.write(stream, text);
  }

  tell(message: MessageFromWorker & { readonly type: "report" | "log" }): void {
    if (message.type === "log") this.#channel.onLog(message.line);
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
