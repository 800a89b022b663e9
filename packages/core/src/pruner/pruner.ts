import type { PruneBound } from "../backend/evaluator-backend.js";
import type { JsonObject } from "../json-value.js";

/** Says when evaluations that do badly shall give up. A pure function of what finished batches reported. */
export interface Pruner {
  readonly name: string;
  /** Journaled; a resume with others is refused. */
  readonly options: JsonObject;
  /**
   * The rule for the evaluations of the next batch, by step from the lowest. It is sent along with each of them, so that
   * `shouldPrune()` asks nobody, and trials depend neither on the order nor on the place in which they run.
   * @param trials of finished batches, by number, and imported ones with reports
   */
  bounds(trials: readonly ReportedTrial[], direction: "minimize" | "maximize"): readonly PruneBound[];
}

/** What a trial reported on its way. Failed ones are left out: how far they got may depend on time. */
export interface ReportedTrial {
  readonly number: number;
  readonly state: "complete" | "pruned";
  /** Steps increase; values may be NaN or infinite. */
  readonly reports: readonly TrialReport[];
}

/** An intermediate value. */
export interface TrialReport {
  readonly step: number;
  readonly value: number;
}
