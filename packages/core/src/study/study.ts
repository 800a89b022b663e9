import type { EvaluatorBackend } from "../backend/evaluator-backend.js";
import { inlineBackend } from "../backend/inline-backend.js";
import { InvalidOptionError } from "../errors.js";
import type { JsonObject } from "../json-value.js";
import type { StageReport, VolumeBounds } from "../sampler/sampler.js";
import type { SearchSpace } from "../space/search-space.js";
import type { StudyRecord } from "../storage/records.js";
import type { StudyStorage } from "../storage/study-storage.js";
import { acceptedVolume } from "./batch-summary.js";
import { createCore, openCore } from "./create-core.js";
import type { StudyOptions } from "./define-study.js";
import type { StudyEvents } from "./events.js";
import { checkFitOptions, type FitOptions } from "./fit-options.js";
import { FitRun } from "./fit-run.js";
import type { History, StopReason } from "./history.js";
import { checkSameSpace } from "./mismatch.js";
import type { Objective, Outcome } from "./objective.js";
import { predict } from "./predict.js";
import type { PredictOptions } from "./predict-options.js";
import { saveCopy } from "./save-copy.js";
import { type OpenOptions, StudyCore, studyClosed } from "./study-core.js";
import { StudyState } from "./study-state.js";
import type { Trial } from "./trial.js";

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
   * @param options.space for a typed result, and needed where the saved space has constraints or custom parameters
   * @throws StorageError with code `study-not-found`
   * @throws StudyMismatchError when `space` is not the saved one
   */
  static async restore<P = JsonObject>(
    storage: StudyStorage,
    name: string,
    { space }: { readonly space?: SearchSpace<P> } = {},
  ): Promise<Study<P>> {
    const records: StudyRecord[] = [];
    for await (const record of storage.read(name)) records.push(record);
    const state = StudyState.replay<P>(records);
    if (space !== undefined) checkSameSpace(state.header, space);
    return Study.#of(new StudyCore({ state, space, place: { storage, name } }));
  }

  /** A study around parts that are there already, which is nobody's business outside. */
  static #of<P>(core: StudyCore<P>): Study<P> {
    return new Study<P>(core as unknown as StudyOptions<SearchSpace<P>>);
  }

  /** UUID, the same in every session. */
  get id(): string {
    return this.#core.state.header.id;
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
    if (this.#fitting !== undefined) {
      throw new InvalidOptionError(`Study "${this.name}" is being fitted already; await that call before the next.`);
    }
    options.signal?.throwIfAborted();
    this.#fitting = this.#fit(backend, options);
    try {
      return await this.#fitting;
    } finally {
      this.#fitting = undefined;
      this.#run = undefined;
    }
  }

  async #fit(backend: EvaluatorBackend, options: FitOptions): Promise<History> {
    await this.#core.startWriting();
    this.#stop = undefined;
    this.#run = new FitRun(this.#core, backend, options);
    const { stop, failure } = await this.#run.run();
    this.#stop = stop;
    if (failure !== undefined) throw failure.error;
    return this.history;
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
    await this.#core.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** @throws InvalidOptionError for what is neither an objective nor a backend that this version can use */
function backendOf<P>(target: Objective<SearchSpace<P>> | EvaluatorBackend | undefined): EvaluatorBackend {
  if (typeof target === "function") return inlineBackend(target as (params: unknown) => Outcome);
  if (target === undefined) {
    throw new InvalidOptionError("There is nothing to evaluate: give fit an objective or a backend.");
  }
  if (target?.apiVersion !== 1 || typeof target.evaluate !== "function") {
    throw new InvalidOptionError(
      `fit was given ${typeof target === "object" ? "an object that is no backend of version 1" : String(target)}; give an objective or a backend.`,
    );
  }
  return target;
}
