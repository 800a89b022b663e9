import { StorageError } from "../../errors.js";
import type { JsonObject } from "../../json-value.js";
import type { ReportedTrial, TrialReport } from "../../pruner/pruner.js";
import type { Observation, StageReport } from "../../sampler/sampler.js";
import type {
  FinishedRecord,
  ImportedRecord,
  ProposedRecord,
  StudyHeader,
  StudyRecord,
} from "../../storage/records.js";
import { type MetricConstraints, violationOf } from "../constraints.js";
import type { BatchSummary } from "../history.js";
import type { Trial } from "../trial/trial.js";
import { TrialReports } from "../trial/trial-reports.js";
import { summarizeBatch } from "./batch-summary.js";
import { frozenCopy } from "./frozen-json.js";
import { observationOf } from "./observation-of.js";
import { keepSame } from "./same-stages.js";
import { StudyLog } from "./study-log.js";

/** W trials: proposed together, or in asynchronous mode finished one after the other. */
interface BatchState {
  /** Their numbers. */
  readonly trials: number[];
  readonly size: number;
  /** How many of them are not finished. */
  open: number;
  readonly stages: readonly StageReport[];
  /** Running time of the study when it began, and when the last of its trials finished. */
  readonly beganMs: number;
  finishedMs: number;
}

/** A point that was given, with its params, to be proposed next. */
export interface GivenPoint {
  readonly point: readonly number[];
  readonly params: JsonObject;
}

/** An evaluation that was handed out by `ask`. */
export interface Ask {
  /** ISO 8601. */
  readonly at: string;
  /** Running time of the study at that moment. */
  readonly clockMs: number;
}

/**
 * All that a study knows, as the sum of its records: `apply` is the only way to change it, for a live study as for one
 * read back, so that both are the same.
 */
export class StudyState<P> {
  readonly header: StudyHeader;
  readonly constraints: MetricConstraints;
  readonly trials: Trial<P>[] = [];
  /** By trial. */
  readonly points: Float64Array[] = [];
  /** Of finished batches, by number within each; asynchronous: in the order of finishing. Imported ones where they came. */
  readonly observations: Observation[] = [];
  readonly batches: BatchState[] = [];
  /** Of finished batches. */
  readonly summaries: BatchSummary[] = [];
  /** Every budget the study has had, the present one last. */
  readonly budgets: number[];
  /** Given points that are not proposed yet. */
  readonly queue: GivenPoint[] = [];
  /** Numbers of trials that are waiting or running. */
  readonly unfinished: Set<number> = new Set();
  /** What `ask` handed out and `tell` has not brought back, by trial. */
  readonly asked: Map<number, Ask> = new Map();
  /** Of the latest proposal. */
  stages: readonly StageReport[] = [];
  /** Proposals so far, and the trials that came of them. */
  proposals = 0;
  proposed = 0;
  best: Trial<P> | undefined;
  /** Milliseconds for which the study has been running, as of its latest record. */
  clockMs = 0;
  /** Kept for a study that no storage keeps. */
  readonly log: StudyLog<P> | undefined;
  /** Kept for a pruner alone. */
  readonly #reports: TrialReports | undefined;
  /** Unfinished trials that had an outcome before. */
  readonly #retried = new Set<number>();
  /** Trials that have or had an outcome, imported ones left out. */
  #settled = 0;

  constructor(header: StudyHeader, { logged = false }: { readonly logged?: boolean } = {}) {
    this.header = header;
    this.constraints = (header.constraints ?? {}) as MetricConstraints;
    if (header.pruner !== undefined) this.#reports = new TrialReports();
    this.budgets = [header.totalBudget];
    if (logged) this.log = new StudyLog(this.trials, this.points);
  }

  /** The state after the first record. @throws StorageError when that is no header */
  static begin<P>(first: StudyRecord | undefined): StudyState<P> {
    if (first?.type === "study") return new StudyState<P>(first);
    throw new StorageError(
      "The records of this study do not begin with its header; restore it from a copy, or delete it.",
    );
  }

  /** @throws StorageError when the records do not follow from one another */
  static replay<P>(records: readonly StudyRecord[]): StudyState<P> {
    const [header, ...others] = records;
    const state = StudyState.begin<P>(header);
    for (const record of others) state.apply(record);
    state.forgetRunning();
    return state;
  }

  get totalBudget(): number {
    return this.budgets.at(-1) as number;
  }

  get isAsync(): boolean {
    return this.header.mode === "async";
  }

  /** Batches with trials that are not finished, in order. */
  get openBatches(): readonly number[] {
    const batches = new Set([...this.unfinished].map((number) => this.#known(number).batch));
    return [...batches].sort((a, b) => a - b);
  }

  /** Whether an attempt at a trial has an outcome here, which may be that its worker was lost. */
  isOver(number: number, attempt: number): boolean {
    const trial = this.trials[number];
    return trial === undefined || attempt < trial.attempt || !this.unfinished.has(number);
  }

  /** Numbers of the trials that nobody evaluates, in order. */
  get waiting(): readonly number[] {
    return [...this.unfinished].filter((number) => this.trials[number]?.state === "waiting").sort((a, b) => a - b);
  }

  /**
   * What the pruner learns from: the complete and pruned trials of finished batches; asynchronous: all so far. Imported ones
   * that came without a report tell it nothing.
   */
  get reportedTrials(): readonly ReportedTrial[] {
    return this.observations.flatMap(({ number }) => {
      const { state, batch } = this.#known(number);
      if (state !== "complete" && state !== "pruned") return [];
      const reports = this.reportsOf(number);
      return batch >= 0 || reports.length > 0 ? [{ number, state, reports }] : [];
    });
  }

  /** What a trial reported; nothing in a study without a pruner. */
  reportsOf(trial: number): readonly TrialReport[] {
    return this.#reports?.of(trial) ?? [];
  }

  /** Of all trials that have an outcome, by number, also of batches that are not finished. */
  get outcomes(): readonly Observation[] {
    return this.trials.filter(({ number }) => !this.unfinished.has(number)).map((trial) => this.#observe(trial));
  }

  trialsOf(batch: number): readonly Trial<P>[] {
    return this.batches[batch]?.trials.map((number) => this.#known(number)) ?? [];
  }

  /** Whether anything is ever decided upon a record. */
  isLasting({ type }: StudyRecord): boolean {
    return type !== "started" && (type !== "report" || this.#reports !== undefined);
  }

  isBetter(value: number, than: number): boolean {
    return this.header.direction === "minimize" ? value < than : value > than;
  }

  apply(record: StudyRecord): void {
    if (this.isLasting(record)) this.log?.add(record);
    switch (record.type) {
      case "budget":
        this.budgets.push(record.totalBudget);
        break;
      case "enqueued":
        for (const { point, params } of record.points) this.queue.push({ point, params: frozenCopy(params) });
        break;
      case "proposed":
        this.#propose(record);
        break;
      case "imported":
        this.#import(record);
        break;
      case "started":
        this.#wait(record.trial, "running", record.attempt);
        break;
      case "asked":
        this.#wait(record.trial, "running", record.attempt);
        this.asked.set(record.trial, { at: record.at, clockMs: this.clockMs });
        break;
      case "lost":
        this.#wait(record.trial, "waiting", record.attempt + 1);
        break;
      case "finished":
        this.#finish(record);
        break;
      case "retried":
        for (const number of record.trials) this.#retry(number);
        break;
      case "report":
        this.#reports?.add(record.trial, { step: record.step, value: record.value });
        break;
      default:
        throw new StorageError(
          `A study cannot have a record of type "${record.type}" here; a newer version of this package may read it.`,
        );
    }
  }

  /** Running trials of these wait again: their evaluations are gone. Those that were handed out are not. */
  forgetRunning(trials: Iterable<number> = this.unfinished): void {
    for (const number of trials) {
      const { state, attempt } = this.#known(number);
      if (state === "running" && !this.asked.has(number)) this.#wait(number, "waiting", attempt);
    }
  }

  #propose({ batch, first, points, params, stages, queued = 0, clockMs }: ProposedRecord): void {
    const isEarly = !this.isAsync && this.unfinished.size > 0;
    if (isEarly || first !== this.trials.length || batch !== this.proposals || queued > this.queue.length) {
      throw new StorageError(`Batch ${batch + 1} was proposed out of order; the records of this study are damaged.`);
    }
    this.queue.splice(0, queued);
    if (stages !== undefined) this.stages = keepSame(this.stages, stages);
    const index = this.isAsync ? this.#group : this.batches.length;
    this.points.push(...sharingMemory(points));
    const numbers = params.map((own, i) => {
      const number = first + i;
      this.trials.push(
        Object.freeze({ number, batch: index, params: frozenCopy(own) as P, state: "waiting", attempt: 1 }),
      );
      this.unfinished.add(number);
      return number;
    });
    if (!this.isAsync) this.#begin(numbers, numbers.length, clockMs);
    this.proposals++;
    this.proposed += numbers.length;
    this.clockMs = clockMs;
  }

  #import({ type: _, trial: number, point, params, ...outcome }: ImportedRecord): void {
    if (number !== this.trials.length) {
      throw new StorageError(`Trial ${number} was imported out of order; the records of this study are damaged.`);
    }
    const own = { number, batch: -1, params: frozenCopy(params) as P, attempt: 1, state: "complete" } as const;
    const trial = this.#complete({ ...own, ...frozenCopy(outcome) });
    this.trials.push(trial);
    this.points.push(Float64Array.from(point));
    this.observations.push(this.#observe(trial));
  }

  #finish({ type: _, trial: number, clockMs, ...outcome }: FinishedRecord): void {
    const { batch, params } = this.#unfinished(number);
    const isFirst = !this.#retried.delete(number);
    const index = isFirst && this.isAsync ? this.#group : batch;
    const trial = this.#complete({ number, batch: index, params, ...frozenCopy(outcome) });
    this.trials[number] = trial;
    this.unfinished.delete(number);
    this.asked.delete(number);
    this.clockMs = clockMs;
    if (isFirst) this.#settled++;
    const own = this.batches[index] ?? this.#begin([], this.header.batchSize, this.batches.at(-1)?.finishedMs ?? 0);
    if (isFirst && this.isAsync) {
      own.trials.push(number);
      this.observations.push(this.#observe(trial));
    } else own.open--;
    if (!isFirst) this.#correct(trial);
    if (this.summaries[index] === undefined) own.finishedMs = clockMs;
    if (this.isAsync ? own.trials.length === own.size : own.open === 0) this.#close(index, own);
  }

  /** The batch that is being filled in asynchronous mode. */
  get #group(): number {
    return Math.floor(this.#settled / this.header.batchSize);
  }

  #begin(trials: number[], size: number, beganMs: number): BatchState {
    const batch = { trials, size, open: trials.length, stages: this.stages, beganMs, finishedMs: beganMs };
    this.batches.push(batch);
    return batch;
  }

  /** Marks a trial that does not meet the constraints, and keeps the best of those that do. */
  #complete(given: Trial<P>): Trial<P> {
    const violation = given.state === "complete" ? violationOf(this.constraints, given.metrics) : 0;
    const trial = Object.freeze(violation > 0 ? { ...given, violation } : given);
    if (trial.state === "complete" && violation === 0 && this.#improves(trial)) this.best = trial;
    return trial;
  }

  #improves({ number, value }: Trial<P>): boolean {
    const best = this.best;
    if (best === undefined) return true;
    const [mine, its] = [value as number, best.value as number];
    return this.isBetter(mine, its) || (mine === its && number < best.number);
  }

  #observe(trial: Trial<P>): Observation {
    return observationOf(trial, this.points[trial.number] as Float64Array, this.header);
  }

  /** The outcome of another attempt takes the place of the failure; later batches had a better best, too. */
  #correct(trial: Trial<P>): void {
    const at = this.observations.findIndex(({ number }) => number === trial.number);
    if (at >= 0) this.observations[at] = this.#observe(trial);
    for (let index = trial.batch; index < this.summaries.length; index++) {
      const summary = this.summaries[index] as BatchSummary;
      const bestSoFar = this.#betterOf(summary.bestSoFar, trial);
      if (bestSoFar !== undefined) this.summaries[index] = Object.freeze({ ...summary, bestSoFar });
    }
  }

  /** Sums a batch up, once more when one of its trials was retried. */
  #close(index: number, own: BatchState): void {
    const before = this.summaries[index];
    const trials = this.trialsOf(index);
    if (before === undefined && !this.isAsync) {
      for (const trial of trials) this.observations.push(this.#observe(trial));
    }
    this.summaries[index] = summarizeBatch({
      batch: index,
      trials,
      stages: this.isAsync ? this.stages : own.stages,
      isBetter: (value, than) => this.isBetter(value, than),
      bestSoFar: before === undefined ? this.best?.value : before.bestSoFar,
      seconds: (own.finishedMs - own.beganMs) / 1000,
    });
  }

  #betterOf(value: number | undefined, trial: Trial<P>): number | undefined {
    if (trial.value === undefined || trial.violation !== undefined) return value;
    return value === undefined || this.isBetter(trial.value, value) ? trial.value : value;
  }

  #retry(number: number): void {
    const { state, batch, params, attempt } = this.#known(number);
    if (state !== "failed") throw damaged(number, "has not failed");
    this.trials[number] = Object.freeze({ number, batch, params, state: "waiting", attempt: attempt + 1 });
    this.unfinished.add(number);
    this.#retried.add(number);
    (this.batches[batch] as BatchState).open++;
  }

  #wait(number: number, state: "running" | "waiting", attempt: number): void {
    const { batch, params } = this.#unfinished(number);
    this.trials[number] = Object.freeze({ number, batch, params, state, attempt });
    this.asked.delete(number);
  }

  #unfinished(number: number): Trial<P> {
    const trial = this.#known(number);
    if (!this.unfinished.has(number)) throw damaged(number, "is finished already");
    return trial;
  }

  #known(number: number): Trial<P> {
    const trial = this.trials[number];
    if (trial === undefined) throw damaged(number, "was never proposed");
    return trial;
  }
}

function damaged(number: number, what: string): StorageError {
  return new StorageError(
    `There is a record of trial ${number}, which ${what}; the records of this study are damaged.`,
  );
}

/** Copies of points in one block of memory: a block for each would cost more than what it holds. */
function sharingMemory(points: readonly (readonly number[])[]): Float64Array[] {
  const all = Float64Array.from(points.flat());
  let end = 0;
  return points.map(({ length }) => {
    end += length;
    return all.subarray(end - length, end);
  });
}
