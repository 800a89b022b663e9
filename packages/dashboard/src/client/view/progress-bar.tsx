import type { StudyEntry } from "../../wire.js";
import { formatCount, formatPercent } from "../format/number.js";

/** How the evaluations so far ended, in the order in which they are drawn. */
export function outcomesOf(study: StudyEntry): readonly { readonly state: string; readonly count: number }[] {
  return [
    { state: "complete", count: study.complete - study.infeasible },
    { state: "infeasible", count: study.infeasible },
    { state: "pruned", count: study.pruned },
    { state: "failed", count: study.failed },
    { state: "running", count: study.running },
  ].filter(({ count }) => count > 0);
}

/** The budget as a bar: a part for each outcome, the rest empty. */
export function ProgressBar({ study }: { readonly study: StudyEntry }) {
  const whole = Math.max(study.totalBudget, study.finished + study.running, 1);
  const parts = outcomesOf(study).map(({ state, count }) => `${formatCount(count)} ${state}`);
  const label = `${formatCount(study.finished)} of ${formatCount(study.totalBudget)} evaluations${parts.length > 0 ? `: ${parts.join(", ")}` : ""}`;
  return (
    <span class="progress-bar" role="img" aria-label={label} title={label}>
      {outcomesOf(study).map(({ state, count }) => (
        <span key={state} class={`fill-${state}`} style={{ width: `${(count / whole) * 100}%` }} />
      ))}
    </span>
  );
}

/** The share of the budget that is spent, in words. */
export function spentShare(study: StudyEntry): string {
  return formatPercent(study.totalBudget === 0 ? 0 : Math.min(study.finished / study.totalBudget, 1));
}
