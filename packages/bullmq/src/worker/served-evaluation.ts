import {
  type EvaluationChannel,
  EvaluationError,
  type EvaluationRequest,
  type EvaluatorBackend,
  trialErrorOf,
} from "@shac/core";
import type { Ending, Message, Telling } from "../wire/job-codec.js";

/** Milliseconds for which messages are gathered before they are sent; what ends sooner sends none but its answer. */
const GATHER_MS = 50;

/** Characters of an evaluation's log that are kept. */
const MAX_LOG = 1024 * 1024;

/** One evaluation on its worker. */
export class ServedEvaluation {
  readonly messages: Message[] = [];
  readonly #controller = new AbortController();
  readonly #host: string;
  readonly #send: (telling: Telling) => Promise<void>;
  #told = 0;
  #logged = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isSending = false;
  #isOver = false;
  /** Why it is to end. */
  #ending: Ending | undefined;

  /** @param send must not reject */
  constructor(host: string, send: (telling: Telling) => Promise<void>) {
    this.#host = host;
    this.#send = send;
  }

  /** Never rejects. */
  async run(backend: EvaluatorBackend, request: EvaluationRequest): Promise<Ending> {
    const channel: EvaluationChannel = {
      signal: this.#controller.signal,
      onStart: ({ workerId }) => this.#add({ type: "start", workerId, host: this.#host }),
      onReport: ({ step, value }) => this.#add({ type: "report", step, value }),
      onLog: (line) => this.#log(line),
      onAttributes: (attributes) => this.#add({ type: "attributes", attributes }),
    };
    let ending: Ending;
    try {
      ending = { type: "result", result: await backend.evaluate(request, channel) };
    } catch (error) {
      ending = endingOf(error);
    }
    this.#isOver = true;
    clearTimeout(this.#timer);
    return this.#ending ?? ending;
  }

  /** Ends it before its time. */
  stop(ending: Ending): void {
    if (this.#isOver || this.#ending !== undefined) return;
    this.#ending = ending;
    this.#controller.abort(new Error("The evaluation was stopped."));
  }

  /** For a study that came back, or missed something. */
  tellAgain(): void {
    this.#told = 0;
    this.#gather();
  }

  #add(message: Message): void {
    if (this.#isOver) return;
    this.messages.push(message);
    this.#gather();
  }

  #log(line: string): void {
    if (this.#logged > MAX_LOG) return;
    this.#logged += line.length + 1;
    if (this.#logged > MAX_LOG)
      this.#add({ type: "log", line: "(the log is longer than 1 MiB; the rest is left out)" });
    else this.#add({ type: "log", line });
  }

  #gather(): void {
    if (this.#timer !== undefined || this.#isSending || this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const messages = this.messages.slice(this.#told);
      const from = this.#told;
      this.#told = this.messages.length;
      this.#isSending = true;
      // One at a time, so that nothing piles up while Redis is away.
      void this.#send({ from, messages }).finally(() => {
        this.#isSending = false;
        if (this.#told < this.messages.length) this.#gather();
      });
    }, GATHER_MS);
  }
}

function endingOf(error: unknown): Ending {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof EvaluationError)) return { type: "lost", message, error: trialErrorOf(error) };
  const { reason, cause } = error;
  return { type: "failed", reason, message, ...(cause !== undefined && { error: trialErrorOf(cause) }) };
}
