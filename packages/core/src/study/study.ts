import type { EvaluatorBackend } from "../backend/evaluator-backend.js";
import type { Cascade } from "../cascade/cascade.js";
import { InvalidOptionError } from "../errors.js";
import type { ParameterImportance } from "../importance/importance.js";
import type { JsonObject } from "../json-value.js";
import type { VolumeBounds } from "../region/volume-bounds.js";
import type { StageReport } from "../sampler/sampler.js";
import { describeParameters, type ParameterDescription } from "../space/describe-parameters.js";
import type { SearchSpace } from "../space/search-space.js";
import type { StudyStorage } from "../storage/study-storage.js";
import type { StudyOptions } from "./define-study.js";
import type { StudyEvents } from "./events.js";
import { backendOf } from "./fit/backend-of.js";
import { checkFitOptions, type FitOptions } from "./fit/fit-options.js";
import { FitRun } from "./fit/fit-run.js";
import type { History, StopReason } from "./history.js";
import type { Objective, Outcome } from "./objective.js";
import { pointOf, studyImportance, trainedCascade } from "./propose/insight.js";
import { type PredictOptions, predict } from "./propose/predict.js";
import { createCore, openCore, type RestoreOptions, restoreCore } from "./saved/open-core.js";
import { saveCopy } from "./saved/save-copy.js";
import { acceptedVolume } from "./state/batch-summary.js";
import { type FollowOptions, followState } from "./state/follow-state.js";
import { type AskOptions, ask, report, type ToldFailure, type ToldPruned, tell } from "./steer/ask-tell.js";
import { enqueue, type FitDatasetOptions, fitDataset, type GivenResult } from "./steer/given-results.js";
import { retry } from "./steer/retry.js";
import { type OpenOptions, StudyCore, studyClosed } from "./study-core.js";
import type { Trial } from "./trial/trial.js";

/**
 * One run of the search: `totalBudget` evaluations in `numBatches` batches, each drawn from what earlier ones taught.
 *
 * `new Study(options)` lives in memory, `Study.open` keeps it in a storage from the first trial on, `Study.restore` reads
 * one back. `P` is the type of the params, inferred from the space.
 *
 * The trials are a function of space, options, seed and the values of finished batches: neither the number of workers, nor
 * the order of completion, nor a crash and a resume changes them.
 */
export class Study<P = JsonObject> {
  readonly #core: StudyCore<P>;
  #run: FitRun<P> | undefined;
  /** Settles with the call of `fit` that is under way. */
  #fitting: Promise<History> | undefined;
  #stop: StopReason | undefined;
  #stopAsked = false;
  /** Settles when nothing else that was called earlier changes the study. */
  #before: Promise<unknown> = Promise.resolve();

  /** @throws InvalidOptionError when budget, batches, seed, name or direction cannot be */
  constructor(options: StudyOptions<SearchSpace<P>>) {
    this.#core = options instanceof StudyCore ? options : createCore(options);
  }

  /**
   * Creates the study in a storage, or goes on with the one of this name. Holds its lock until `close`.
   * @throws StudyMismatchError listing what differs from the saved study; a larger budget does not count when it adds
   * whole batches
   * @throws StudyLockedError while another process writes it
   */
  static async open<P>(options: StudyOptions<SearchSpace<P>>, where: OpenOptions): Promise<Study<P>> {
    return Study.#of(await openCore(options, where));
  }

  /**
   * Reads a study back without locking it; the first `fit` opens it for writing, and needs an objective or a backend.
   * @throws StorageError with code `study-not-found`
   * @throws StudyMismatchError when `space` or `sampler` is not the saved one
   */
  static async restore<P = JsonObject>(
    storage: StudyStorage,
    name: string,
    options: RestoreOptions<P> = {},
  ): Promise<Study<P>> {
    return Study.#of(await restoreCore(storage, name, options));
  }

  /**
   * Reads a study back and keeps it up to date while others write it, without locking it: gives the same study each time it
   * has taken in all records there are. Its running trials run, as far as the storage tells. It is to be looked at only.
   *
   * Ends when `signal` is aborted or the loop is left.
   * @throws StorageError with code `study-not-found`, also when it is deleted meanwhile
   */
  static async *follow<P = JsonObject>(
    storage: StudyStorage,
    name: string,
    options: FollowOptions = {},
  ): AsyncGenerator<Study<P>, void, undefined> {
    let study: Study<P> | undefined;
    for await (const state of followState<P>(storage, name, options)) {
      study ??= Study.#of(new StudyCore({ state, place: { storage, name } }));
      yield study;
    }
  }

  /** A study around parts that are there already, which is nobody's business outside. */
  static #of<P>(core: StudyCore<P>): Study<P> {
    return new Study<P>(core as unknown as StudyOptions<SearchSpace<P>>);
  }

  /** UUID, the same in every session. */
  get id(): string {
    return this.#core.state.header.id;
  }

  /** Equal for studies of the same space, direction and constraints, so that one objective serves them. */
  get fingerprint(): string {
    return this.#core.state.header.fingerprint;
  }

  get name(): string {
    return this.#core.name;
  }

  get space(): SearchSpace<P> {
    return this.#core.space;
  }

  get direction(): "minimize" | "maximize" {
    return this.#core.state.header.direction;
  }

  get seed(): number {
    return this.#core.state.header.seed;
  }

  /** N. */
  get totalBudget(): number {
    return this.#core.state.totalBudget;
  }

  /** W, points a batch. */
  get batchSize(): number {
    return this.#core.state.header.batchSize;
  }

  /** Every trial proposed so far by number, as a view that grows; each trial is frozen. */
  get trials(): readonly Trial<P>[] {
    return this.#core.state.trials;
  }

  /** Trials that `ask` handed out, or that `fit` evaluates at the moment, by number: what a batch waits for. */
  get running(): readonly Trial<P>[] {
    const { trials, unfinished } = this.#core.state;
    const running = [...unfinished]
      .map((number) => trials[number] as Trial<P>)
      .filter(({ state }) => state === "running");
    return running.sort((a, b) => a.number - b.number);
  }

  /**
   * The complete trial with the best value among those that meet the constraints, the first of equals; undefined while
   * there is none.
   */
  get best(): Trial<P> | undefined {
    return this.#core.state.best;
  }

  get history(): History {
    const { summaries, clockMs } = this.#core.state;
    return {
      batches: [...summaries],
      ...(this.#stop !== undefined && { stop: this.#stop }),
      seconds: clockMs / 1000,
    };
  }

  /** The stages that the latest batch was drawn from, in order of training. */
  get stages(): readonly StageReport[] {
    return this.#core.state.stages;
  }

  /** Share of the space that the latest batch was drawn from. */
  get acceptedVolume(): VolumeBounds {
    return acceptedVolume(this.stages);
  }

  /** What the axes of the space stand for, in their order; known also where `space` cannot be read back. */
  get parameters(): readonly ParameterDescription[] {
    return describeParameters(this.#core.state.header.space);
  }

  /** Where a trial lies in the unit cube, a coordinate for each of `parameters`. @throws TrialStateError `unknown-trial` */
  pointOf(trial: number): Float64Array {
    return pointOf(this.#core, trial);
  }

  /**
   * How much each parameter decides whether a trial is among the best tenth (five at least), the most important first: by
   * PED-ANOVA (arXiv 2304.10255), the Pearson divergence of the density of its values in the best trials from its prior, as a
   * share of the sum. A conditional parameter is looked at in the best trials in which it takes part (arXiv 2601.20800). Trials
   * that failed, were pruned or are infeasible are never among the best.
   *
   * @returns one for each of `parameters`; all 0 before ten trials are finished, and where none is better than others
   */
  importance(): readonly ParameterImportance[] {
    return studyImportance(this.#core);
  }

  /**
   * The cascade that is trained on the finished batches so far: what `predict` draws from. For a study restored without the
   * functions of its constraints, as if they held everywhere.
   *
   * Trains whatever is not trained yet: of a restored study all, which may take seconds.
   * @returns undefined when the sampler trains no classifiers
   * @throws InvalidSpaceError when the study was restored and has parameters of a kind that is not registered
   */
  async cascade(): Promise<Cascade | undefined> {
    return trainedCascade(this.#core);
  }

  /** Calls `listener` at each event of that name until the returned function is called. */
  on<E extends keyof StudyEvents<P>>(event: E, listener: (event: StudyEvents<P>[E]) => void): () => void {
    return this.#core.events.on(event, listener);
  }

  /**
   * Runs the search until its budget is spent or a limit is met, whatever was done before.
   * @param _target an objective, run in this process one at a time, or a backend; default the definition's objective
   * @throws TooManyFailuresError, BackendError, StorageError; the signal's own reason after an abort. Whatever was
   * finished is kept, and `fit` may be called again.
   */
  async fit(target?: Objective<SearchSpace<P>> | EvaluatorBackend, options: FitOptions = {}): Promise<History> {
    checkFitOptions(options);
    const backend = backendOf(target ?? this.#core.objective);
    if (this.#fitting !== undefined) throw fittedAlready(this.name);
    options.signal?.throwIfAborted();
    this.#stopAsked = false;
    this.#fitting = this.#fit(backend, options);
    try {
      return await this.#fitting;
    } finally {
      this.#fitting = undefined;
      this.#run = undefined;
    }
  }

  async #fit(backend: EvaluatorBackend, options: FitOptions): Promise<History> {
    await this.#before;
    await this.#core.startWriting();
    this.#stop = undefined;
    this.#run = new FitRun(this.#core, backend, options);
    if (this.#stopAsked) this.#run.stop();
    const { stop, failure } = await this.#run.run();
    this.#stop = stop;
    if (failure !== undefined) throw failure.error;
    return this.history;
  }

  /** Ends a running `fit`, which resolves; what is being evaluated then is evaluated again by the next one. */
  stop(): void {
    this.#stopAsked = true;
    this.#run?.stop();
  }

  /**
   * Hands out trials, to be evaluated by whatever means and brought back by `tell`. They stay out until then, over any number
   * of processes.
   *
   * @param count from 1, default 1
   * @returns up to `count` trials. None while `running` holds all that is left of the batch, or when the search is over:
   * then nothing is running, and `history.stop` says why it ended.
   * @throws StudyLockedError when another process writes the study for longer than `waitMs`
   */
  ask(count = 1, options: AskOptions = {}): Promise<Trial<P>[]> {
    return this.#alone(async () => {
      const { trials, stop } = await ask(this.#core, count, options);
      this.#stop = stop;
      return trials;
    });
  }

  /**
   * Brings back the outcome of a trial: a value, alone or with metrics, that it failed, or that it gave up. An outcome that an objective may not
   * give fails the trial as it does in `fit`.
   *
   * @param trial from `ask`, or its number; any trial that is not finished will do
   * @returns the finished trial
   * @throws TrialStateError `unknown-trial`, or `trial-finished` when it was told before
   */
  tell(trial: number | Pick<Trial<P>, "number">, outcome: Outcome | ToldFailure | ToldPruned): Promise<Trial<P>> {
    return this.#alone(() => tell(this.#core, typeof trial === "number" ? trial : trial.number, outcome));
  }

  /**
   * Keeps an intermediate value of a trial from `ask`; steps increase, and one that comes again takes the place of all from there on.
   *
   * @returns whether the study's pruner would have the trial give up: then tell it as `{ pruned: true }`. False without one.
   * @throws TrialStateError `unknown-trial`, or `trial-finished` when it was told before
   */
  report(trial: number | Pick<Trial<P>, "number">, step: number, value: number): Promise<boolean> {
    const number = typeof trial === "number" ? trial : trial.number;
    return this.#alone(() => report(this.#core, number, step, value));
  }

  /**
   * Gives points to be evaluated: they come first in the next batch, in this order.
   * @throws InvalidOptionError saying which point does not fit the space, and why; then none is taken
   */
  enqueue(params: readonly P[]): Promise<void> {
    return this.#alone(() => enqueue(this.#core, params));
  }

  /**
   * Learns from results made elsewhere, which become trials of batch -1 and do not count for the budget. `predict` draws from
   * what was learnt, and later batches build on it. Params are taken by name.
   *
   * @returns the stages of the cascade that the sampler trains on all results so far; none without a cascade
   * @throws InvalidOptionError saying which row, counted from 1, and what of it does not fit; then none is taken
   */
  fitDataset(results: readonly GivenResult<P>[], options: FitDatasetOptions = {}): Promise<readonly StageReport[]> {
    return this.#alone(() => fitDataset(this.#core, results, options));
  }

  /**
   * Lets failed trials be evaluated once more, as their next attempt, by the next `fit` or `ask`, before anything new is
   * proposed. Each takes its old place in its batch; points that were proposed meanwhile stay.
   *
   * @param numbers default all that failed
   * @returns the trials, which are waiting now
   * @throws TrialStateError `unknown-trial` or `trial-not-failed`; then none is retried
   */
  retry(numbers?: readonly number[]): Promise<Trial<P>[]> {
    return this.#alone(() => retry(this.#core, numbers));
  }

  /** One after the other, and never beside `fit`. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#fitting !== undefined) throw fittedAlready(this.name);
    const done = this.#before.then(async () => {
      await this.#core.startWriting();
      return work();
    });
    // Whoever called it is told how it ended.
    this.#before = done.catch(() => {});
    return done;
  }

  /**
   * Params drawn from the part of the space that the cascade accepts.
   * @throws InvalidOptionError when more classifiers are asked for than there are
   * @throws EmptyRegionError when nothing is accepted
   */
  async predict(options: PredictOptions = {}): Promise<P[]> {
    return predict(this.#core, options);
  }

  /** Copies the study into a storage, under its name; a copy made earlier is brought up to date. */
  async save(storage: StudyStorage): Promise<void> {
    await saveCopy(this.#core, storage);
  }

  /** Stops a running `fit` and gives the lock back. */
  async close(): Promise<void> {
    this.#core.closed = true;
    this.#run?.interrupt(studyClosed(this.name));
    // How it ended is told to whoever awaits it.
    await this.#fitting?.catch(() => {});
    await this.#before;
    await this.#core.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function fittedAlready(name: string): InvalidOptionError {
  return new InvalidOptionError(`Study "${name}" is being fitted already; await that call before the next.`);
}
