import type { StageReport } from "../sampler/sampler.js";
import type { BatchSummary, StopReason } from "./history.js";
import type { Trial } from "./trial/trial.js";

/** Events of a study by name, in the order in which they occur. */
export interface StudyEvents<P> {
  "study-started": {
    readonly name: string;
    readonly totalBudget: number;
    readonly batchSize: number;
    readonly finished: number;
  };
  /** A stage was trained, refused or dropped, just before the batch that draws from it. */
  "stage-trained": StageReport;
  "batch-started": { readonly batch: number; readonly trials: readonly Trial<P>[]; readonly proposeMs: number };
  /** The backend's number of slots changed. */
  "capacity-changed": { readonly slots: number };
  "trial-started": { readonly trial: Trial<P>; readonly workerId: number; readonly host?: string };
  "trial-reported": { readonly trial: Trial<P>; readonly step: number; readonly value: number };
  /** A line that the evaluation printed or logged; a storage on a disk keeps it. */
  "trial-log": { readonly trial: Trial<P>; readonly line: string };
  /** The evaluation's worker was lost, or gave it back; it is tried again as `trial.attempt`. */
  "trial-lost": { readonly trial: Trial<P>; readonly message: string };
  /** Already on disk. `isBest`: no earlier trial is as good. */
  "trial-finished": { readonly trial: Trial<P>; readonly isBest: boolean };
  "batch-finished": BatchSummary;
  /** Something the user should know and may mend, in one sentence. */
  notice: { readonly message: string };
  /** Also when `fit` then rejects: `interrupted` by its signal, or `failed`. */
  "study-finished": { readonly stop: StopReason; readonly seconds: number };
}
