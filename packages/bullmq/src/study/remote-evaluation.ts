import {
  BackendError,
  type EvaluationChannel,
  EvaluationError,
  type EvaluationRequest,
  type EvaluationResult,
  errorFrom,
} from "@shac/core";
import type { Answer, Message, Telling } from "../wire/job-codec.js";
import type { WorkerIds } from "./worker-ids.js";

/** One attempt at a trial, as the study sees it: in the queue, on a worker, settled. */
export class RemoteEvaluation {
  readonly id: string;
  readonly request: EvaluationRequest;
  readonly settled: Promise<EvaluationResult>;
  isOpen = true;
  /** Its job is in Redis. */
  isAdded = false;
  /** Resolves when it is, or cannot be. */
  added: Promise<void> = Promise.resolve();
  /** Looks at the queue so far when its worker last said that it holds the job, or when it was seen to wait. */
  claimedAt = 0;
  /** Looks so far when Redis was last found away; it is to be heard of only by what its worker says after that. */
  #silentAt: number | undefined;
  /** Its worker was asked to tell everything again. */
  isAsked = false;
  /** Why it is to end before its time; it settles with nothing else. */
  stopped: { readonly reason: unknown } | undefined;
  readonly #channel: EvaluationChannel;
  readonly #workerIds: WorkerIds;
  readonly #onAbort: () => void;
  #workerId: number | undefined;
  #heard = 0;
  #resolve: (result: EvaluationResult) => void = () => {};
  #reject: (error: unknown) => void = () => {};

  /** @param onAbort called when the study wants no result any more */
  constructor(
    id: string,
    request: EvaluationRequest,
    channel: EvaluationChannel,
    workerIds: WorkerIds,
    onAbort: () => void,
  ) {
    this.id = id;
    this.#workerIds = workerIds;
    this.request = request;
    this.#channel = channel;
    this.#onAbort = onAbort;
    this.settled = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever asked for it looks at it; a second one may not.
    this.settled.catch(() => {});
    channel.signal.addEventListener("abort", onAbort);
  }

  get hasStarted(): boolean {
    return this.#heard > 0;
  }

  /** Passes on what is new. @returns false when something in between was missed */
  tell({ from, messages }: Telling): boolean {
    if (!this.isOpen) return true;
    if (from > this.#heard) return false;
    for (const message of messages.slice(this.#heard - from)) this.#pass(message);
    this.#heard = Math.max(this.#heard, from + messages.length);
    return true;
  }

  /** Redis is away, or refuses. @param looks at the queue so far */
  fallSilent(looks: number): void {
    if (!this.isOpen || !this.hasStarted) return;
    this.#silentAt = looks;
    this.#channel.onSilence?.(true);
  }

  /** Its worker claims it, as a look saw. The first look after a silence may see what was said before. */
  claim(looks: number): void {
    this.claimedAt = looks;
    if (this.#silentAt === undefined || looks < this.#silentAt + 2) return;
    this.#silentAt = undefined;
    this.#channel.onSilence?.(false);
  }

  answer({ messages, ending }: Answer): void {
    this.tell({ from: 0, messages });
    switch (ending.type) {
      case "result":
        this.#close(() => this.#resolve(ending.result));
        break;
      case "failed": {
        const options = ending.error === undefined ? {} : { cause: errorFrom(ending.error) };
        this.fail(new EvaluationError(ending.reason, ending.message, options));
        break;
      }
      case "lost":
        this.lose(ending.message, ending.error && errorFrom(ending.error));
        break;
      case "handed-back":
        this.fail(new BackendError(ending.message, { handedBack: true }));
        break;
      case "stopped":
        this.lose("Its worker stopped it without being asked to.");
    }
  }

  /** It may be tried again, elsewhere. */
  lose(message: string, cause?: Error): void {
    this.fail(new BackendError(message, { retryable: true, ...(cause && { cause }) }));
  }

  fail(error: unknown): void {
    this.#close(() => this.#reject(error));
  }

  #pass(message: Message): void {
    switch (message.type) {
      case "start":
        this.#workerId = this.#workerIds.take(message.workerId);
        this.#channel.onStart({ workerId: this.#workerId, host: message.host });
        break;
      case "report":
        this.#channel.onReport({ step: message.step, value: message.value });
        break;
      case "log":
        this.#channel.onLog(message.line);
        break;
      default:
        this.#channel.onAttributes(message.attributes);
    }
  }

  #close(settle: () => void): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (this.#workerId !== undefined) this.#workerIds.release(this.#workerId);
    this.#channel.signal.removeEventListener("abort", this.#onAbort);
    if (this.stopped === undefined) settle();
    else this.#reject(this.stopped.reason);
  }
}
