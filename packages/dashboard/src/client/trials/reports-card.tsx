import type { TrialDetail } from "../../wire.js";
import { ReportCurves } from "../charts/index.js";
import { ChartCard } from "../view/chart-card.js";

/** What a trial reported on its way. */
export function ReportsCard({ detail }: { readonly detail: TrialDetail }) {
  const { trial, reports } = detail;
  if (reports.length === 0) return null;
  return (
    <ChartCard what="the reports" data={[{ trial: trial.number, state: trial.state, reports }]} wide={true}>
      {(curves) => <ReportCurves curves={curves} headingLevel={3} />}
    </ChartCard>
  );
}
