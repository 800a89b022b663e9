import type { EvaluatorBackend } from "../backend/evaluator-backend.js";
import { ShacError } from "../errors.js";
import type { JsonObject } from "../json-value.js";
import type { StageReport, VolumeBounds } from "../sampler/sampler.js";
import type { SearchSpace } from "../space/search-space.js";
import type { StudyStorage } from "../storage/study-storage.js";
import type { StudyOptions } from "./define-study.js";
import type { StudyEvents } from "./events.js";
import type { FitOptions } from "./fit-options.js";
import type { History } from "./history.js";
import type { Objective } from "./objective.js";
import type { PredictOptions } from "./predict-options.js";
import type { Trial } from "./trial.js";

/** Where a study is kept. */
export interface OpenOptions {
  readonly storage: StudyStorage;
  /** Whose folders stay on the disk: every trial's, or the best one's alone. Default all. */
  readonly keepArtifacts?: "all" | "best";
}

function notReady(): never {
  throw new ShacError("not-ready", "This part of Study is not there yet.");
}

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
  /** @throws InvalidOptionError when budget, batches, seed, name or direction cannot be */
  constructor(_options: StudyOptions<SearchSpace<P>>) {
    notReady();
  }

  /**
   * Creates the study in a storage, or goes on with the one of this name. Holds its lock until `close`.
   * @throws StudyMismatchError listing what differs from the saved study; a larger budget does not count when it adds
   * whole batches
   * @throws StudyLockedError while another process writes it
   */
  static async open<P>(_options: StudyOptions<SearchSpace<P>>, _where: OpenOptions): Promise<Study<P>> {
    notReady();
  }

  /**
   * Reads a study back without locking it; the first `fit` opens it for writing, and needs an objective or a backend.
   * @param options.space for a typed result, and needed where the saved space has constraints or custom parameters
   * @throws StorageError with code `study-not-found`
   * @throws StudyMismatchError when `space` is not the saved one
   */
  static async restore<P = JsonObject>(
    _storage: StudyStorage,
    _name: string,
    _options?: { readonly space?: SearchSpace<P> },
  ): Promise<Study<P>> {
    notReady();
  }

  /** UUID, the same in every session. */
  get id(): string {
    return notReady();
  }

  get name(): string {
    return notReady();
  }

  get space(): SearchSpace<P> {
    return notReady();
  }

  get direction(): "minimize" | "maximize" {
    return notReady();
  }

  get seed(): number {
    return notReady();
  }

  /** N. */
  get totalBudget(): number {
    return notReady();
  }

  /** W, points a batch. */
  get batchSize(): number {
    return notReady();
  }

  /** Every trial proposed so far by number, as a view that grows; each trial is frozen. */
  get trials(): readonly Trial<P>[] {
    return notReady();
  }

  /** The complete trial with the best value, the first of equals; undefined while nothing is complete. */
  get best(): Trial<P> | undefined {
    return notReady();
  }

  get history(): History {
    return notReady();
  }

  /** The stages that the latest batch was drawn from, in order of training. */
  get stages(): readonly StageReport[] {
    return notReady();
  }

  /** Share of the space that the latest batch was drawn from. */
  get acceptedVolume(): VolumeBounds {
    return notReady();
  }

  /** Calls `listener` at each event of that name until the returned function is called. */
  on<E extends keyof StudyEvents<P>>(_event: E, _listener: (event: StudyEvents<P>[E]) => void): () => void {
    return notReady();
  }

  /**
   * Runs the search until its budget is spent or a limit is met, whatever was done before.
   * @param _target an objective, run in this process one at a time, or a backend; default the definition's objective
   * @throws TooManyFailuresError, BackendError, StorageError; the signal's own reason after an abort. Whatever was
   * finished is kept, and `fit` may be called again.
   */
  async fit(_target?: Objective<SearchSpace<P>> | EvaluatorBackend, _options?: FitOptions): Promise<History> {
    return notReady();
  }

  /**
   * Params drawn from the part of the space that the cascade accepts.
   * @throws InvalidOptionError when more classifiers are asked for than there are
   * @throws EmptyRegionError when nothing is accepted
   */
  async predict(_options?: PredictOptions): Promise<P[]> {
    return notReady();
  }

  /** Copies the study into a storage, under its name; a copy made earlier is brought up to date. */
  async save(_storage: StudyStorage): Promise<void> {
    notReady();
  }

  /** Stops a running `fit` and gives the lock back. */
  async close(): Promise<void> {
    notReady();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
