import type { TrialReport } from "../../pruner/pruner.js";

/** What trials reported, for a pruner to learn from. */
export class TrialReports {
  readonly #reports: Map<number, TrialReport[]> = new Map();

  add(trial: number, report: TrialReport): void {
    const reports = this.#reports.get(trial) ?? [];
    this.#reports.set(trial, reports);
    // An attempt may begin again or go on where a lost one ended; either way what it reports holds.
    while ((reports.at(-1)?.step ?? Number.NEGATIVE_INFINITY) >= report.step) reports.pop();
    reports.push(report);
  }

  of(trial: number): readonly TrialReport[] {
    return this.#reports.get(trial) ?? [];
  }
}
