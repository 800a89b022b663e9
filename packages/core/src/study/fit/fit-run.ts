import type { EvaluatorBackend } from "../../backend/evaluator-backend.js";
import type { StopReason } from "../history.js";
import { proposeNext } from "../propose/propose-next.js";
import type { StudyCore } from "../study-core.js";
import { loseTrial } from "../trial/lose-trial.js";
import type { Trial } from "../trial/trial.js";
import { messageOf } from "../trial/trial-error.js";
import type { FitOptions } from "./fit-options.js";
import { Scheduler } from "./scheduler.js";
import { StopSwitch } from "./stop-switch.js";
import { reachesTarget, TrialRunner } from "./trial-runner.js";

/** One call of `fit`: batch after batch, or trial after trial, is proposed, kept, evaluated on the backend's slots, and summed up. */
export class FitRun<P> {
  readonly #core: StudyCore<P>;
  readonly #backend: EvaluatorBackend;
  readonly #options: FitOptions;
  readonly #halt = new StopSwitch();
  readonly #runner: TrialRunner<P>;
  readonly #scheduler: Scheduler;
  readonly #began = performance.now();
  readonly #clockBefore: number;
  #opened = false;
  #slots = 0;
  /** Asynchronous mode: the summaries that were told. */
  #told = 0;
  #afterTrial: () => void = () => {};

  /** @param core ready for writing */
  constructor(core: StudyCore<P>, backend: EvaluatorBackend, options: FitOptions) {
    this.#core = core;
    this.#backend = backend;
    this.#options = options;
    this.#clockBefore = core.state.clockMs;
    this.#runner = new TrialRunner(core, backend, options, this.#halt, () => this.#clock());
    this.#scheduler = new Scheduler(async (trial) => {
      const end = await this.#runner.run(trial);
      this.#afterTrial();
      return end;
    });
    this.#halt.signal.addEventListener("abort", () => this.#scheduler.stop());
  }

  /** Stops the run; it rejects with `reason` when everything has settled. */
  interrupt(reason: unknown): void {
    this.#halt.fail("interrupted", reason);
  }

  /** Ends the run; what is being evaluated waits for the next. */
  stop(): void {
    this.#halt.end("stopped");
  }

  /** How the search ended, and the error to reject with if there is one. */
  async run(): Promise<{ readonly stop: StopReason; readonly failure?: { readonly error: unknown } }> {
    const { state, events } = this.#core;
    const { totalBudget, header } = state;
    const { signal, maxTimeMs } = this.#options;
    const onAbort = () => this.interrupt(signal?.reason);
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) onAbort();
    const limit = maxTimeMs === undefined ? undefined : setTimeout(() => this.#halt.end("time-limit"), maxTimeMs);
    const finished = state.proposed - state.unfinished.size;
    events.emit("study-started", { name: this.#core.name, totalBudget, batchSize: header.batchSize, finished });
    try {
      await this.#core.folders?.sweep(state.trials, state.best);
      this.#halt.end(await this.#search());
    } catch (error) {
      this.#halt.fail("failed", error);
    }
    clearTimeout(limit);
    signal?.removeEventListener("abort", onAbort);
    if (this.#opened) await this.#closeBackend();
    state.forgetRunning();
    const { stop, failure } = this.#halt as { readonly stop: StopReason } & StopSwitch;
    events.emit("study-finished", { stop, seconds: (performance.now() - this.#began) / 1000 });
    return failure === undefined ? { stop } : { stop, failure };
  }

  #clock(): number {
    return Math.round(this.#clockBefore + performance.now() - this.#began);
  }

  /** Not before there is something to evaluate: workers are dear. */
  async #openBackend(): Promise<void> {
    if (this.#opened || this.#halt.stop !== undefined) return;
    this.#opened = true;
    const { state, name, folders, events } = this.#core;
    const { id, fingerprint } = state.header;
    const identity = {
      id,
      name,
      fingerprint,
      ...(folders && { artifacts: folders.directories }),
      isOver: (trial: number, attempt: number) => state.isOver(trial, attempt),
      notice: (message: string) => events.emit("notice", { message }),
    };
    // Loading what the objective needs may take long, or for ever.
    const abandon = () => void this.#closeBackend();
    this.#halt.signal.addEventListener("abort", abandon);
    try {
      await this.#backend.open(identity, (slots) => {
        if (slots === this.#slots) return;
        this.#slots = slots;
        events.emit("capacity-changed", { slots });
        this.#scheduler.slots = slots;
      });
    } finally {
      this.#halt.signal.removeEventListener("abort", abandon);
    }
  }

  async #closeBackend(): Promise<void> {
    try {
      await this.#backend.close();
    } catch (error) {
      const message = `Backend "${this.#backend.name}" did not close: ${messageOf(error)}`;
      this.#core.events.emit("notice", { message });
    }
  }

  async #search(): Promise<StopReason> {
    await this.#takeBackAsked();
    return this.#core.state.isAsync ? this.#searchAsync() : this.#searchBatches();
  }

  /** Nobody can tell while this writes; what was asked for is evaluated here. */
  async #takeBackAsked(): Promise<void> {
    const { state } = this.#core;
    for (const trial of [...state.asked.keys()]) {
      await loseTrial(this.#core, trial, "It was asked for, and not told before fit.");
    }
  }

  async #searchBatches(): Promise<StopReason> {
    const { state } = this.#core;
    for (;;) {
      if (this.#halt.stop !== undefined) return this.#halt.stop;
      if (reachesTarget(this.#core, this.#options.targetValue)) return "target-reached";
      let ending: StopReason | undefined;
      const began = performance.now();
      if (state.unfinished.size === 0) ending = await this.#propose();
      const proposeMs = performance.now() - began;
      if (state.unfinished.size > 0 && this.#halt.stop === undefined) await this.#evaluate(proposeMs);
      if (ending !== undefined) return ending;
    }
  }

  #propose(): Promise<StopReason | undefined> {
    return proposeNext(this.#core, this.#halt.signal, () => this.#clock());
  }

  /** Evaluates the batch that was proposed last, or those that hold trials which wait for another attempt. */
  async #evaluate(proposeMs: number): Promise<void> {
    const { state, events } = this.#core;
    const batches = state.openBatches;
    for (const batch of batches) events.emit("batch-started", { batch, trials: state.trialsOf(batch), proposeMs });
    await this.#openBackend();
    this.#prune();
    const waiting = [...state.waiting];
    await this.#scheduler.run(() => waiting.shift());
    const open = new Set(state.openBatches);
    for (const batch of batches) if (!open.has(batch)) this.#endBatch(batch);
  }

  /** The rule for what is started from now on. */
  #prune(): void {
    const { state, pruner } = this.#core;
    this.#runner.pruning = pruner?.bounds(state.reportedTrials, state.header.direction) ?? [];
  }

  #endBatch(batch: number): void {
    const { state, events } = this.#core;
    const summary = state.summaries[batch];
    if (summary !== undefined) events.emit("batch-finished", summary);
    this.#runner.judgeBatch(state.trialsOf(batch));
  }

  /** Trial after trial, each as soon as a slot is free; what waits from earlier comes first. */
  async #searchAsync(): Promise<StopReason> {
    const { state, events } = this.#core;
    if (reachesTarget(this.#core, this.#options.targetValue)) return "target-reached";
    const waiting = [...state.waiting];
    let ending: StopReason | undefined;
    const next = async (): Promise<number | undefined> => {
      this.#prune();
      const before = waiting.shift();
      if (before !== undefined || ending !== undefined) return before;
      const first = state.trials.length;
      ending = await this.#propose();
      return state.trials.length > first ? first : undefined;
    };
    const begin = () => {
      const trials = [...state.unfinished].map((number) => state.trials[number] as Trial<P>);
      if (trials.length > 0) events.emit("batch-started", { batch: state.summaries.length, trials, proposeMs: 0 });
    };
    const first = await next();
    if (first === undefined) return ending ?? "interrupted";
    this.#afterTrial = () => {
      for (; this.#told < state.summaries.length; begin()) this.#endBatch(this.#told++);
    };
    this.#told = state.summaries.length;
    begin();
    await this.#openBackend();
    let given: number | undefined = first;
    await this.#scheduler.run(() => {
      const trial = given;
      given = undefined;
      return trial ?? this.#orFail(next());
    });
    return this.#halt.stop ?? ending ?? "interrupted";
  }

  async #orFail<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      this.#halt.fail("failed", error);
      return undefined;
    }
  }
}
