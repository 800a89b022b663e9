import type { StudyDetail, TrialColumns } from "../../wire.js";
import { HistoryChart } from "../charts/index.js";
import { studyPath } from "../live/api.js";
import { useResource } from "../live/use-resource.js";
import { openTrial } from "../trials/open-trial.js";
import { ChartCard } from "../view/chart-card.js";

/** The value of each trial with the best so far. */
export function HistoryCard({ study }: { readonly study: StudyDetail }) {
  const { data, failure } = useResource<TrialColumns>(studyPath(study.name, "/columns"), study.name);
  return (
    <ChartCard what="the history" data={data} failure={failure}>
      {(columns) => (
        <HistoryChart
          direction={study.direction}
          columns={columns}
          headingLevel={2}
          onSelectTrial={openTrial(study.name)}
        />
      )}
    </ChartCard>
  );
}
