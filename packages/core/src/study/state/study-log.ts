import type { JsonObject } from "../../json-value.js";
import type { FinishedRecord, ImportedRecord, ProposedRecord, StudyRecord } from "../../storage/records.js";
import type { Trial } from "../trial/trial.js";

/** A proposal whose points and params are those of its trials. */
interface BareProposal extends Omit<ProposedRecord, "points" | "params"> {
  readonly count: number;
}

/**
 * The records of a study that no storage keeps, in a third of their size: what the study's trials hold is taken from there
 * when it is read.
 */
export class StudyLog<P> {
  readonly #trials: readonly Trial<P>[];
  readonly #points: readonly Float64Array[];
  /** A number stands for the outcome that this trial has. */
  readonly #kept: (Exclude<StudyRecord, ProposedRecord> | BareProposal | number)[] = [];
  /** By trial: when it finished. */
  readonly #clocks: number[] = [];

  /** @param trials and @param points of the study, as they grow */
  constructor(trials: readonly Trial<P>[], points: readonly Float64Array[]) {
    this.#trials = trials;
    this.#points = points;
  }

  /** To be called before the study's trials change by the record. */
  add(record: StudyRecord): void {
    switch (record.type) {
      case "proposed": {
        const { points, params: _, ...proposal } = record;
        this.#kept.push({ ...proposal, count: points.length });
        break;
      }
      case "finished":
        this.#clocks[record.trial] = record.clockMs;
        this.#kept.push(record.trial);
        break;
      case "imported":
        this.#kept.push(record.trial);
        break;
      case "retried":
        this.#keepOutcomes(new Set(record.trials));
        this.#kept.push(record);
        break;
      default:
        this.#kept.push(record);
    }
  }

  *records(): Iterable<StudyRecord> {
    for (const kept of this.#kept) {
      if (typeof kept === "number") yield this.#outcomeOf(kept);
      else if (kept.type === "proposed") yield this.#proposalOf(kept);
      else yield kept;
    }
  }

  /** The trials get another outcome, and what they had is to be remembered. */
  #keepOutcomes(trials: ReadonlySet<number>): void {
    for (const [i, kept] of this.#kept.entries()) {
      if (typeof kept === "number" && trials.has(kept)) this.#kept[i] = this.#outcomeOf(kept);
    }
  }

  #outcomeOf(number: number): FinishedRecord | ImportedRecord {
    const { batch, params, number: trial, violation: _, ...outcome } = this.#trials[number] as Trial<P>;
    if (batch >= 0) {
      return { type: "finished", trial, ...outcome, clockMs: this.#clocks[number] } as FinishedRecord;
    }
    const { attempt: _attempt, state, ...kept } = outcome;
    const point = Array.from(this.#points[number] as Float64Array);
    const imported = { type: "imported", trial, point, params: params as JsonObject, ...kept } as const;
    return state === "complete" ? imported : { ...imported, state: state as "failed" | "pruned" };
  }

  #proposalOf({ count, ...proposal }: BareProposal): ProposedRecord {
    const { first } = proposal;
    const points = this.#points.slice(first, first + count).map((point) => Array.from(point));
    const params = this.#trials.slice(first, first + count).map((trial) => trial.params as JsonObject);
    return { ...proposal, points, params };
  }
}
