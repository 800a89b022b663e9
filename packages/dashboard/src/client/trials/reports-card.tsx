import type { TrialDetail } from "../../wire.js";
import { ChartCard } from "../view/chart-card.js";

/** What a trial reported on its way. */
export function ReportsCard({ detail }: { readonly detail: TrialDetail }) {
  const { trial, reports } = detail;
  if (reports.length === 0) return null;
  return (
    <ChartCard what="the reports" ready={true} class="card-wide">
      {({ ReportCurves }) => (
        <ReportCurves curves={[{ trial: trial.number, state: trial.state, reports }]} headingLevel={3} />
      )}
    </ChartCard>
  );
}
