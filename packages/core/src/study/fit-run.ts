import type { EvaluatorBackend } from "../backend/evaluator-backend.js";
import { InvalidOptionError } from "../errors.js";
import type { Proposal, StageReport } from "../sampler/sampler.js";
import type { ProposedRecord } from "../storage/records.js";
import type { FitOptions } from "./fit-options.js";
import type { StopReason } from "./history.js";
import { proposalRequest } from "./proposal-request.js";
import { Scheduler } from "./scheduler.js";
import { StopSwitch } from "./stop-switch.js";
import type { StudyCore } from "./study-core.js";
import { type BatchState, isSameStage } from "./study-state.js";
import { messageOf } from "./trial-error.js";
import { reachesTarget, TrialRunner } from "./trial-runner.js";

/** One call of `fit`: batch after batch is proposed, kept, evaluated on the backend's slots, and summed up. */
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

  /** @param core ready for writing */
  constructor(core: StudyCore<P>, backend: EvaluatorBackend, options: FitOptions) {
    this.#core = core;
    this.#backend = backend;
    this.#options = options;
    this.#clockBefore = core.state.clockMs;
    this.#runner = new TrialRunner(core, backend, options, this.#halt, () => this.#clock());
    this.#scheduler = new Scheduler((trial) => this.#runner.run(trial));
    this.#halt.signal.addEventListener("abort", () => this.#scheduler.stop());
  }

  /** Stops the run; it rejects with `reason` when everything has settled. */
  interrupt(reason: unknown): void {
    this.#halt.fail("interrupted", reason);
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
    const finished = state.observations.length + (state.openBatch?.finished ?? 0);
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
    const identity = { id, name, fingerprint, ...(folders && { artifacts: folders.directories }) };
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
    const { state } = this.#core;
    for (;;) {
      if (this.#halt.stop !== undefined) return this.#halt.stop;
      if (reachesTarget(this.#core, this.#options.targetValue)) return "target-reached";
      let ending: StopReason | undefined;
      let proposeMs = 0;
      if (state.openBatch === undefined) {
        if (state.trials.length >= state.totalBudget) return "budget-spent";
        const began = performance.now();
        ending = await this.#propose();
        proposeMs = performance.now() - began;
      }
      const batch = state.openBatch;
      if (batch !== undefined && this.#halt.stop === undefined) await this.#evaluate(batch, proposeMs);
      if (ending !== undefined) return ending;
    }
  }

  /** Opens the next batch, unless the sampler has no point left or the search is to end. */
  async #propose(): Promise<Proposal["stop"]> {
    const { state, events, sampler, space } = this.#core;
    const { header, totalBudget, trials, batches } = state;
    const count = Math.min(header.batchSize, totalBudget - trials.length);
    const proposal = await sampler.propose(proposalRequest(state, space, this.#halt.signal, { count }));
    if (this.#halt.stop !== undefined) return undefined;
    checkProposal(proposal, count, space.axes.length, sampler.name);
    const known = batches.at(-1)?.stages ?? [];
    if (proposal.points.length > 0) await this.#keep(proposal);
    for (const stage of newStages(known, proposal.stages)) events.emit("stage-trained", stage);
    for (const message of proposal.notices ?? []) events.emit("notice", { message });
    return proposal.stop;
  }

  async #keep({ points, stages }: Proposal): Promise<void> {
    const { state, space } = this.#core;
    const record: ProposedRecord = {
      type: "proposed",
      batch: state.batches.length,
      first: state.trials.length,
      points: points.map((point) => Array.from(point)),
      params: points.map((point) => space.decode(point) as ProposedRecord["params"][number]),
      stages,
      clockMs: this.#clock(),
    };
    await this.#core.append(record);
    state.apply(record);
  }

  async #evaluate(batch: BatchState, proposeMs: number): Promise<void> {
    const { state, events, pruner } = this.#core;
    const index = state.batches.length - 1;
    const trials = state.trialsOf(batch);
    events.emit("batch-started", { batch: index, trials, proposeMs });
    await this.#openBackend();
    this.#runner.pruning = pruner?.bounds(state.reportedTrials, state.header.direction) ?? [];
    const waiting = trials.filter((trial) => trial.state === "waiting");
    await this.#scheduler.run(waiting.map(({ number }) => number));
    if (batch.finished < batch.size) return;
    const summary = state.summaries[index];
    if (summary !== undefined) events.emit("batch-finished", summary);
    this.#runner.judgeBatch(state.trialsOf(batch));
  }
}

/** @throws InvalidOptionError naming the sampler that does not keep to its contract */
function checkProposal({ points, stop }: Proposal, count: number, dimensions: number, sampler: string): void {
  const wrong = points.find(({ length }) => length !== dimensions);
  if (wrong !== undefined) {
    throw new InvalidOptionError(
      `Sampler "${sampler}" proposed a point of ${wrong.length} coordinates in a space of ${dimensions}; mend it or take another.`,
    );
  }
  if (points.length === count || (stop !== undefined && points.length < count)) return;
  throw new InvalidOptionError(
    `Sampler "${sampler}" proposed ${points.length} points where ${count} were asked for, ${stop === undefined ? "without a reason to stop" : `and a stop "${stop}"`}; mend it or take another.`,
  );
}

function newStages(known: readonly StageReport[], now: readonly StageReport[]): readonly StageReport[] {
  return now.filter((stage, i) => !isSameStage(known[i], stage));
}
