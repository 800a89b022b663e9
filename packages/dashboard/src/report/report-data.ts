import type { Trial } from "@shac/core";
import type { CascadeMap, CascadeStage, Importance, StudyDetail, Timeline, TrialColumns } from "../wire.js";

/** What a report shows: the answers of the dashboard's server, at one moment. */
export interface ReportData {
  /** ISO 8601. */
  readonly written: string;
  readonly study: StudyDetail;
  /** All trials, without metrics; of the parameters only those in `shown`. Numbers are rounded to seven digits. */
  readonly columns: TrialColumns;
  /** Names of the parameters in the charts, the most important first. */
  readonly shown: readonly string[];
  readonly importance: readonly Importance[];
  readonly stages: readonly CascadeStage[];
  /** Of each two of the few most important parameters after each stage; `x` comes before `y` in `shown`. */
  readonly maps: readonly CascadeMap[];
  /** The best trials in full, the best first. */
  readonly top: readonly Trial[];
  /** Null where there were too many evaluations for a report. */
  readonly timeline: Timeline | null;
}
