import { setImmediate as turn } from "node:timers/promises";
import {
  createContext,
  EvaluationError,
  type EvaluationRequest,
  type EvaluationResult,
  errorFrom,
  type JsonObject,
  type ObjectiveContext,
  OutputLines,
  runObjective,
  trialErrorOf,
} from "@shac/core";
import { trialDirectories } from "@shac/core/node";
import type {
  EvaluationAnswer,
  MessageFromWorker,
  MessageToWorker,
  SetupAnswer,
  WorkerSetup,
} from "../link/worker-messages.js";
import { captureOutput } from "./capture-output.js";
import { type AnyObjective, importDefault, loadObjective } from "./load-objective.js";
import type { CreateRuntime, EvaluationRuntime } from "./runtime.js";

/** A worker's side of the protocol, whatever carries the messages: loads the module, then runs one evaluation at a time. */
export class EvaluationServer {
  readonly #post: (message: MessageFromWorker) => void;
  readonly #output = new OutputLines((line) => this.#post({ type: "log", line }));
  #setup: WorkerSetup | undefined;
  #objective: AnyObjective | undefined;
  #runtime: EvaluationRuntime<ObjectiveContext> | undefined;
  #running: AbortController | undefined;

  /** @param post sends a message to the parent, after those before it */
  constructor(post: (message: MessageFromWorker) => void) {
    this.#post = post;
    captureOutput((stream, text) => {
      if (this.#running !== undefined) this.#output.write(stream, text);
    });
    const crash = (error: unknown) => this.#post({ type: "crashed", error: trialErrorOf(error) });
    process.on("uncaughtException", crash);
    process.on("unhandledRejection", crash);
  }

  async receive(message: MessageToWorker): Promise<void> {
    switch (message.type) {
      case "setup":
        return this.#post(await this.#load(message.setup));
      case "evaluate":
        return this.#post(await this.#evaluate(message.request));
      case "abort":
        return this.#running?.abort(errorFrom(message.reason));
    }
  }

  async close(): Promise<void> {
    await this.#runtime?.close();
  }

  async #load(setup: WorkerSetup): Promise<SetupAnswer> {
    this.#setup = setup;
    let loading = setup.moduleUrl;
    try {
      this.#objective = await loadObjective(setup.moduleUrl, setup.tsx);
      if (setup.runtime !== undefined) {
        loading = setup.runtime.url;
        const create = await importDefault(loading);
        if (typeof create !== "function") throw new Error("it exports no function that makes a runtime by default.");
        this.#runtime = await (create as CreateRuntime<ObjectiveContext>)(setup.runtime.options, setup.workerId);
      }
      const notice = this.#runtime?.notice;
      return { type: "ready", ...(notice !== undefined && { notice }) };
    } catch (thrown) {
      return { type: "unfit", loading, error: trialErrorOf(thrown) };
    }
  }

  async #evaluate(request: EvaluationRequest): Promise<EvaluationAnswer> {
    const running = new AbortController();
    this.#running = running;
    // What an evaluation left behind must not speak for the one that follows.
    const ifRunning = (speak: () => void) => {
      if (this.#running === running) speak();
    };
    const channel = {
      signal: running.signal,
      onReport: (report: { readonly step: number; readonly value: number }) =>
        ifRunning(() => this.#post({ type: "report", ...report })),
      onLog: (message: string) => ifRunning(() => this.#output.line(message)),
    };
    const { workerId, artifacts } = this.#setup as WorkerSetup;
    const directoryOf = artifacts === undefined ? undefined : trialDirectories(artifacts).path;
    const base = createContext(request, channel, workerId, directoryOf);
    try {
      const answer = await this.#runWithin(this.#runtime, request, base);
      // A rejection that nobody awaits is told of when this turn ends, and must not be taken for the next evaluation's.
      await turn();
      return answer;
    } finally {
      this.#output.restart();
      this.#running = undefined;
    }
  }

  async #runWithin(
    runtime: EvaluationRuntime<ObjectiveContext> | undefined,
    { trial, params }: EvaluationRequest,
    base: ObjectiveContext,
  ): Promise<EvaluationAnswer> {
    if (runtime === undefined) return answerOf(await this.#run(params, base), false);
    try {
      const { context, end } = await runtime.begin(base);
      const outcome = await this.#run(params, context);
      const { attributes, recycle = false } = await this.#end(end);
      if (attributes !== undefined) this.#post({ type: "attributes", attributes });
      return answerOf(outcome, recycle);
    } catch (thrown) {
      const error = trialErrorOf(thrown);
      return { type: "broken", message: `The runtime could not begin trial ${trial}: ${error.message}`, error };
    }
  }

  /** What the objective's call led to. Never rejects. */
  #run(params: JsonObject, context: ObjectiveContext): Promise<EvaluationResult | EvaluationError> {
    return runObjective(this.#objective as AnyObjective, params, context).catch((error: EvaluationError) => error);
  }

  async #end(end: EvaluationEnd): ReturnType<EvaluationEnd> {
    try {
      return await end();
    } catch (thrown) {
      this.#output.line(`The runtime could not end the evaluation: ${trialErrorOf(thrown).message}`);
      return { recycle: true };
    }
  }
}

type EvaluationEnd = Awaited<ReturnType<EvaluationRuntime<ObjectiveContext>["begin"]>>["end"];

function answerOf(outcome: EvaluationResult | EvaluationError, recycle: boolean): EvaluationAnswer {
  if (!(outcome instanceof EvaluationError)) return { type: "result", result: outcome, recycle };
  const { reason, message, cause } = outcome;
  return { type: "failed", reason, message, ...(cause !== undefined && { error: trialErrorOf(cause) }), recycle };
}
