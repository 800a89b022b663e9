import { fileURLToPath } from "node:url";
import {
  BackendError,
  type EvaluationChannel,
  type EvaluationRequest,
  type EvaluationResult,
  errorFrom,
  OutputLines,
  trialErrorOf,
} from "@shac/core";
import type { StartWorker, WorkerExit, WorkerLink } from "../link/worker-link.js";
import type { MessageFromWorker, WorkerSetup } from "../link/worker-messages.js";
import { RunningEvaluation } from "./running-evaluation.js";

/** Milliseconds in which a worker must have loaded its module. */
const LOAD_MS = 120_000;
/** Milliseconds that an aborted objective has to end by itself. */
const ABORT_MS = 1000;
/** Milliseconds that an idle worker has to end by itself. */
const END_MS = 500;
/** Milliseconds after which a worker that was killed is taken for dead, whatever the system says. */
const KILL_MS = 2500;

/** One worker from its start to its end: it loads the module, then takes one evaluation at a time. */
export class PoolWorker {
  /** Resolves when the module is loaded, to what its runtime tells the user. @throws BackendError when it cannot be, or the worker is lost before */
  readonly ready: Promise<string | undefined>;
  readonly #setup: WorkerSetup;
  /** What comes past the worker's own streams. */
  readonly #output = new OutputLines((line) => this.#running?.tell({ type: "log", line }));
  readonly #link: WorkerLink;
  readonly #gone: Promise<void>;
  #resolveReady: (notice: string | undefined) => void = () => {};
  #rejectReady: (error: BackendError) => void = () => {};
  #resolveGone: () => void = () => {};
  #state: "loading" | "ready" | "ending" | "gone" = "loading";
  #running: RunningEvaluation | undefined;
  #useful = false;
  /** There is always at most one thing to wait for: loading, obeying an abort, ending or dying. */
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(startWorker: StartWorker, setup: WorkerSetup) {
    this.#setup = setup;
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Whoever waited may have gone.
    this.ready.catch(() => {});
    this.#gone = new Promise((resolve) => {
      this.#resolveGone = resolve;
    });
    this.#link = startWorker(setup.workerId, {
      onMessage: (message) => this.#receive(message),
      onOutput: (stream, text) => {
        if (this.#running !== undefined) this.#output.write(stream, text);
      },
      onExit: (exit) => this.#exit(exit),
    });
    this.#within(LOAD_MS, () => this.#refuse(`has not loaded after ${LOAD_MS / 1000} s`));
    this.#link.send({ type: "setup", setup });
  }

  /** False when the next evaluation needs a new worker. */
  get isUsable(): boolean {
    return this.#link.isAlive && (this.#state === "loading" || this.#state === "ready");
  }

  get isIdle(): boolean {
    return this.isUsable && this.#state === "ready" && this.#running === undefined;
  }

  /** False when the worker was lost before it had ended any evaluation, so that the next one may be, too. */
  get wasUseful(): boolean {
    return this.#useful;
  }

  /**
   * Only for an idle worker.
   * @throws EvaluationError, BackendError, or the signal's reason when the evaluation is dead after an abort
   */
  evaluate(request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> {
    // First, as params that cannot be sent are to leave the worker idle.
    this.#link.send({ type: "evaluate", request });
    const running = new RunningEvaluation(request, channel, (reason) => {
      this.#link.send({ type: "abort", reason: trialErrorOf(reason) });
      this.#within(ABORT_MS, () => this.kill());
    });
    this.#running = running;
    channel.onStart({ workerId: this.#setup.workerId });
    return running.settled;
  }

  /** Ends the running evaluation, if there is one, which then rejects with `reason`. */
  stop(reason: unknown): void {
    this.#running?.stop(reason);
  }

  /** Lets the worker end by itself, and kills it after half a second. Resolves when it is dead. */
  end(): Promise<void> {
    if (this.isUsable) {
      this.#state = "ending";
      this.#link.end();
      this.#within(END_MS, () => this.kill());
    }
    return this.#gone;
  }

  /** Resolves when the worker is dead. */
  kill(): Promise<void> {
    if (this.#state !== "gone") {
      this.#useful ||= this.#state !== "loading";
      this.#state = "ending";
      this.#link.kill();
      this.#within(KILL_MS, () => this.#exit({ how: "did not end when it was killed" }));
    }
    return this.#gone;
  }

  #within(ms: number, otherwise: () => void): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(otherwise, ms);
  }

  #receive(message: MessageFromWorker): void {
    switch (message.type) {
      case "ready":
        this.#loaded(message.notice);
        break;
      case "unfit":
        this.#refuse(`cannot be used: ${message.error.message}`, message.loading, errorFrom(message.error));
        break;
      case "log":
      case "report":
      case "attributes":
        this.#running?.tell(message);
        break;
      case "crashed":
        this.#take()?.crash(message);
        this.#refuse(`threw: ${message.error.message}`);
        break;
      default:
        this.#useful ||= message.type !== "broken";
        this.#take()?.answer(message);
        if (message.type === "broken" || message.recycle) this.end();
    }
  }

  #loaded(notice: string | undefined): void {
    if (this.#state !== "loading") return;
    clearTimeout(this.#deadline);
    this.#state = "ready";
    this.#resolveReady(notice);
  }

  /** The running evaluation, which is then over. */
  #take(): RunningEvaluation | undefined {
    this.#output.restart();
    const running = this.#running;
    this.#running = undefined;
    if (this.#state === "ready") clearTimeout(this.#deadline);
    return running;
  }

  #refuse(why: string, url: string = this.#setup.moduleUrl, cause?: Error): void {
    this.#rejectReady(new BackendError(`${nameOf(url)} ${firstLine(why)}`, { retryable: true, cause }));
    this.kill();
  }

  #exit(exit: WorkerExit): void {
    if (this.#state === "gone") return;
    clearTimeout(this.#deadline);
    const why = exit.outOfMemory === undefined ? exit.how : `ran out of memory: ${exit.outOfMemory}`;
    this.#state = "gone";
    this.#rejectReady(
      new BackendError(`Worker ${why} while it loaded ${nameOf(this.#setup.moduleUrl)}.`, { retryable: true }),
    );
    this.#take()?.lose(exit);
    this.#resolveGone();
  }
}

function nameOf(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] as string;
}
