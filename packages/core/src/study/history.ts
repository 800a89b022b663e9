import type { VolumeBounds } from "../region/volume-bounds.js";

/** How a `fit` ended. `interrupted`: its signal was aborted; `failed`: it rejected with an error; `stopped`: by `stop()`. */
export type StopReason =
  | "budget-spent"
  | "interrupted"
  | "failed"
  | "stopped"
  | "no-classifier"
  | "space-exhausted"
  | "target-reached"
  | "time-limit";

/** What one batch brought. */
export interface BatchSummary {
  readonly batch: number;
  /** Trials finished in this batch. */
  readonly evaluations: number;
  readonly complete: number;
  /** Complete trials that do not meet the constraints. */
  readonly infeasible: number;
  readonly failed: number;
  readonly pruned: number;
  /** Best value of this batch and of the study so far, of feasible trials; absent while there are none. */
  readonly best?: number;
  readonly bestSoFar?: number;
  /** Mean value of this batch's complete trials. */
  readonly mean?: number;
  /** Classifiers that the batch was drawn from. */
  readonly stages: number;
  /** Share of the space that was accepted when the batch was drawn. */
  readonly acceptedVolume: VolumeBounds;
  /** Wall-clock seconds from proposal to last result. */
  readonly seconds: number;
}

/** What a search brought so far: plain data, ready for JSON.stringify. */
export interface History {
  /** A summary for each batch that is finished, in order. */
  readonly batches: readonly BatchSummary[];
  /** How the last `fit` ended; absent before the first and while one runs. */
  readonly stop?: StopReason;
  /** Seconds for which the study has been running, over all its sessions. */
  readonly seconds: number;
}
