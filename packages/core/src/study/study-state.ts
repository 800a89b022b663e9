import { StorageError } from "../errors.js";
import type { JsonObject } from "../json-value.js";
import type { ReportedTrial, TrialReport } from "../pruner/pruner.js";
import type { Observation, StageReport } from "../sampler/sampler.js";
import type { FinishedRecord, ProposedRecord, StudyHeader, StudyRecord } from "../storage/records.js";
import { summarizeBatch } from "./batch-summary.js";
import { frozenCopy } from "./frozen-json.js";
import type { BatchSummary } from "./history.js";
import type { Trial } from "./trial.js";
import { TrialReports } from "./trial-reports.js";

/** One proposed batch. */
export interface BatchState {
  /** Number of its first trial. */
  readonly first: number;
  readonly size: number;
  readonly stages: readonly StageReport[];
  /** Running time of the study when it was proposed, and when its latest trial finished. */
  readonly proposedMs: number;
  finishedMs: number;
  finished: number;
}

/**
 * All that a study knows, as the sum of its records: `apply` is the only way to change it, for a live study as for one
 * read back, so that both are the same.
 */
export class StudyState<P> {
  readonly header: StudyHeader;
  readonly trials: Trial<P>[] = [];
  /** Of the trials of finished batches, by number. */
  readonly observations: Observation[] = [];
  readonly batches: BatchState[] = [];
  /** Of finished batches. */
  readonly summaries: BatchSummary[] = [];
  /** Every budget the study has had, the present one last. */
  readonly budgets: number[];
  best: Trial<P> | undefined;
  /** Milliseconds for which the study has been running, as of its latest record. */
  clockMs = 0;
  /** Kept for a pruner alone. */
  readonly #reports: TrialReports | undefined;
  /** Of the batch that is not finished; empty when there is none. */
  #points: readonly (readonly number[])[] = [];

  constructor(header: StudyHeader) {
    this.header = header;
    if (header.pruner !== undefined) this.#reports = new TrialReports();
    this.budgets = [header.totalBudget];
  }

  /** @throws StorageError when the records do not follow from one another */
  static replay<P>(records: readonly StudyRecord[]): StudyState<P> {
    const [header, ...others] = records;
    if (header?.type !== "study") throw new StorageError("The records of this study do not begin with its header.");
    const state = new StudyState<P>(header);
    for (const record of others) state.apply(record);
    state.forgetRunning();
    return state;
  }

  get totalBudget(): number {
    return this.budgets.at(-1) as number;
  }

  /** The batch that was proposed and is not finished. */
  get openBatch(): BatchState | undefined {
    const batch = this.batches.at(-1);
    return batch !== undefined && batch.finished < batch.size ? batch : undefined;
  }

  /** The points of the open batch. */
  get openPoints(): readonly (readonly number[])[] {
    return this.#points;
  }

  /** What the pruner learns from: the complete and pruned trials of finished batches. */
  get reportedTrials(): readonly ReportedTrial[] {
    return this.trials
      .slice(0, this.observations.length)
      .flatMap(({ number, state }) =>
        state === "complete" || state === "pruned" ? [{ number, state, reports: this.reportsOf(number) }] : [],
      );
  }

  /** What a trial reported; nothing in a study without a pruner. */
  reportsOf(trial: number): readonly TrialReport[] {
    return this.#reports?.of(trial) ?? [];
  }

  trialsOf(batch: BatchState): readonly Trial<P>[] {
    return this.trials.slice(batch.first, batch.first + batch.size);
  }

  isBetter(value: number, than: number): boolean {
    return this.header.direction === "minimize" ? value < than : value > than;
  }

  apply(record: StudyRecord): void {
    switch (record.type) {
      case "budget":
        this.budgets.push(record.totalBudget);
        break;
      case "proposed":
        this.#propose(record);
        break;
      case "started":
        this.#replace(record.trial, { state: "running", attempt: record.attempt });
        break;
      case "lost":
        this.#replace(record.trial, { state: "waiting", attempt: record.attempt + 1 });
        break;
      case "finished":
        this.#finish(record);
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

  /** Running trials wait again: their evaluations are gone. */
  forgetRunning(): void {
    const batch = this.openBatch;
    if (batch === undefined) return;
    for (const { number, state, attempt } of this.trialsOf(batch)) {
      if (state === "running") this.#replace(number, { state: "waiting", attempt });
    }
  }

  #propose({ batch, first, points, params, stages, clockMs }: ProposedRecord): void {
    if (this.openBatch !== undefined || first !== this.trials.length || batch !== this.batches.length) {
      throw new StorageError(`Batch ${batch} was proposed out of order; the records of this study are damaged.`);
    }
    const known = this.batches.at(-1)?.stages ?? [];
    this.batches.push({
      first,
      size: points.length,
      stages: stages.map((stage, i) => (isSameStage(known[i], stage) ? (known[i] as StageReport) : stage)),
      proposedMs: clockMs,
      finishedMs: clockMs,
      finished: 0,
    });
    for (const own of params) {
      const number = this.trials.length;
      this.trials.push(Object.freeze({ number, batch, params: frozenCopy(own) as P, state: "waiting", attempt: 1 }));
    }
    this.#points = points;
    this.clockMs = clockMs;
  }

  #finish({ type: _, trial: number, clockMs, ...outcome }: FinishedRecord): void {
    const trial = this.#unfinished(number);
    const { batch, params } = trial;
    const finished: Trial<P> = Object.freeze({ number, batch, params, ...outcome, ...frozenParts(outcome) });
    this.trials[number] = finished;
    if (finished.state === "complete" && this.#improves(finished)) this.best = finished;
    this.clockMs = clockMs;
    const open = this.batches[batch] as BatchState;
    open.finished++;
    open.finishedMs = clockMs;
    if (open.finished === open.size) this.#close(open);
  }

  #improves({ number, value }: Trial<P>): boolean {
    const best = this.best;
    if (best === undefined) return true;
    const [mine, its] = [value as number, best.value as number];
    return this.isBetter(mine, its) || (mine === its && number < best.number);
  }

  #close(batch: BatchState): void {
    const trials = this.trialsOf(batch);
    for (const [i, { number, batch: index, value }] of trials.entries()) {
      const loss =
        value === undefined ? Number.POSITIVE_INFINITY : this.header.direction === "minimize" ? value : -value;
      const point = Float64Array.from(this.#points[i] as readonly number[]);
      this.observations.push({ number, batch: index, point, loss, violation: 0 });
    }
    this.#points = [];
    this.summaries.push(
      summarizeBatch({
        batch: this.batches.length - 1,
        trials,
        stages: batch.stages,
        isBetter: (value, than) => this.isBetter(value, than),
        bestSoFar: this.best?.value,
        seconds: (batch.finishedMs - batch.proposedMs) / 1000,
      }),
    );
  }

  #replace(
    number: number,
    { state, attempt }: { readonly state: "running" | "waiting"; readonly attempt: number },
  ): void {
    const { batch, params } = this.#unfinished(number);
    this.trials[number] = Object.freeze({ number, batch, params, state, attempt });
  }

  #unfinished(number: number): Trial<P> {
    const trial = this.trials[number];
    if (trial === undefined || (trial.state !== "waiting" && trial.state !== "running")) {
      const what = trial === undefined ? "was never proposed" : "is finished already";
      throw new StorageError(
        `There is a record of trial ${number}, which ${what}; the records of this study are damaged.`,
      );
    }
    return trial;
  }
}

/** Whether two reports are of the same training. */
export function isSameStage(a: StageReport | undefined, b: StageReport): boolean {
  return a !== undefined && a.state === b.state && a.trainedOn === b.trainedOn && a.accuracy === b.accuracy;
}

/** The objects among an outcome's members, frozen. */
function frozenParts(outcome: Pick<FinishedRecord, "metrics" | "attributes" | "error">): Partial<FinishedRecord> {
  const { metrics, attributes, error } = outcome;
  if (metrics === undefined && attributes === undefined && error === undefined) return {};
  const parts = { metrics, attributes, error };
  return frozenCopy(Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as JsonObject);
}
