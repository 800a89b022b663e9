import {
  createContext,
  decodeMessage,
  EvaluationError,
  type EvaluationRequest,
  type EvaluationResult,
  encodeMessage,
  errorFrom,
  type JsonObject,
  type ObjectiveContext,
  runObjective,
  trialErrorOf,
} from "@shac/core";
import { trialDirectories } from "@shac/core/node";
import { OutputLines } from "../output-lines.js";
import type {
  EvaluationAnswer,
  MessageFromWorker,
  MessageToWorker,
  SetupAnswer,
  WorkerSetup,
} from "../worker-messages.js";
import { captureOutput } from "./capture-output.js";
import { type AnyObjective, importDefault, loadObjective } from "./load-objective.js";
import type { CreateRuntime, EvaluationRuntime } from "./runtime.js";

/** Gives each evaluation the context it came with, and nothing more. */
const plainRuntime: EvaluationRuntime<ObjectiveContext> = {
  begin: async (context) => ({ context, end: async () => ({}) }),
  close: async () => {},
};

/** A worker's side of the protocol, whatever carries the messages: loads the module, then runs one evaluation at a time. */
export class EvaluationServer {
  readonly #post: (text: string) => void;
  readonly #output = new OutputLines((line) => this.#send({ type: "log", line }));
  #setup: WorkerSetup | undefined;
  #objective: AnyObjective | undefined;
  #runtime: EvaluationRuntime<ObjectiveContext> = plainRuntime;
  #running: AbortController | undefined;

  /** @param post sends a message to the parent, after those before it */
  constructor(post: (text: string) => void) {
    this.#post = post;
    captureOutput((stream, text) => {
      if (this.#running !== undefined) this.#output.write(stream, text);
    });
    const crash = (error: unknown) => this.#send({ type: "crashed", error: trialErrorOf(error) });
    process.on("uncaughtException", crash);
    process.on("unhandledRejection", crash);
  }

  /** Resolves to the answer, for a message that has one. */
  async answer(text: string): Promise<string | undefined> {
    const message = decodeMessage(text) as MessageToWorker;
    switch (message.type) {
      case "setup":
        return encodeMessage(await this.#load(message.setup));
      case "evaluate":
        return encodeMessage(await this.#evaluate(message.request));
      case "abort":
        this.#running?.abort(errorFrom(message.reason));
        return undefined;
    }
  }

  close(): Promise<void> {
    return this.#runtime.close();
  }

  #send(message: MessageFromWorker): void {
    this.#post(encodeMessage(message));
  }

  async #load(setup: WorkerSetup): Promise<SetupAnswer> {
    this.#setup = setup;
    let loading = setup.moduleUrl;
    try {
      this.#objective = await loadObjective(setup.moduleUrl, setup.tsx);
      if (setup.runtime !== undefined) {
        loading = setup.runtime.url;
        const create = (await importDefault(loading)) as CreateRuntime<ObjectiveContext>;
        this.#runtime = await create(setup.runtime.options, setup.workerId);
      }
      return { type: "ready" };
    } catch (thrown) {
      return { type: "unfit", loading, error: trialErrorOf(thrown) };
    }
  }

  async #evaluate(request: EvaluationRequest): Promise<EvaluationAnswer> {
    this.#running = new AbortController();
    const { signal } = this.#running;
    const { workerId, artifacts } = this.#setup as WorkerSetup;
    const channel = {
      signal,
      onStart: () => {},
      onReport: (report: { readonly step: number; readonly value: number }) =>
        this.#send({ type: "report", ...report }),
      onLog: (message: string) => this.#output.line(message),
    };
    const directoryOf = artifacts === undefined ? undefined : trialDirectories(artifacts).path;
    const base = createContext(request, channel, workerId, directoryOf);
    try {
      return await this.#runWithin(base, request);
    } finally {
      this.#output.finish();
      this.#running = undefined;
    }
  }

  async #runWithin(base: ObjectiveContext, { trial, params }: EvaluationRequest): Promise<EvaluationAnswer> {
    let began: Awaited<ReturnType<EvaluationRuntime<ObjectiveContext>["begin"]>>;
    try {
      began = await this.#runtime.begin(base);
    } catch (thrown) {
      const error = trialErrorOf(thrown);
      return { type: "broken", message: `The runtime could not begin trial ${trial}: ${error.message}`, error };
    }
    const objective = this.#objective as AnyObjective;
    const outcome = await runObjective(objective, params, began.context).catch((error: EvaluationError) => error);
    const { attributes, recycle = false } = await this.#end(began.end);
    return outcome instanceof EvaluationError ? failure(outcome, recycle) : success(outcome, attributes, recycle);
  }

  async #end(end: () => Promise<{ attributes?: JsonObject; recycle?: boolean }>) {
    try {
      return await end();
    } catch (thrown) {
      this.#output.line(`The runtime could not end the evaluation: ${trialErrorOf(thrown).message}`);
      return { recycle: true };
    }
  }
}

function success(result: EvaluationResult, added: JsonObject | undefined, recycle: boolean): EvaluationAnswer {
  const attributes = added === undefined ? result.attributes : { ...result.attributes, ...added };
  return { type: "result", result: { ...result, ...(attributes && { attributes }) }, recycle };
}

function failure({ reason, message, cause }: EvaluationError, recycle: boolean): EvaluationAnswer {
  return { type: "failed", reason, message, ...(cause !== undefined && { error: trialErrorOf(cause) }), recycle };
}
