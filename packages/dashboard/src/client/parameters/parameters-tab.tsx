import type { Importance, StudyDetail, TrialColumns } from "../../wire.js";
import { ContourPlot, ImportanceBars, ParallelCoordinates, SlicePlots } from "../charts/index.js";
import { studyPath } from "../live/api.js";
import { useResource } from "../live/use-resource.js";
import { openTrial } from "../trials/open-trial.js";
import { ChartCard } from "../view/chart-card.js";

interface ImportanceAnswer {
  readonly parameters: readonly Importance[];
  readonly trials: number;
}

/** Which parameters decide, and which of their values are good. */
export function ParametersTab({ study }: { readonly study: StudyDetail }) {
  const { data, failure } = useResource<TrialColumns>(studyPath(study.name, "/columns"), study.name);
  const importance = useResource<ImportanceAnswer>(studyPath(study.name, "/importance"), study.name);
  const { parameters, direction } = study;
  const [x, y] = importance.data?.parameters ?? [];
  const initial = x !== undefined && y !== undefined ? { initial: { x: x.name, y: y.name } } : {};
  const common = { parameters, direction, headingLevel: 2, onSelectTrial: openTrial(study.name) } as const;
  return (
    <div class="charts">
      <ChartCard what="the importance" data={importance.data} failure={importance.failure}>
        {({ parameters: shares, trials }) => <ImportanceBars importance={shares} trials={trials} headingLevel={2} />}
      </ChartCard>
      <ChartCard what="the contour" data={isAwaited(importance) ? undefined : data} failure={failure}>
        {(columns) => <ContourPlot {...common} {...initial} columns={columns} />}
      </ChartCard>
      <ChartCard what="the parallel coordinates" data={data} failure={failure} wide={true}>
        {(columns) => <ParallelCoordinates {...common} columns={columns} />}
      </ChartCard>
      <ChartCard what="the slices" data={data} failure={failure} wide={true}>
        {(columns) => <SlicePlots {...common} columns={columns} />}
      </ChartCard>
    </div>
  );
}

/** The contour begins with the two most important parameters, so it waits for them. */
function isAwaited({ data, failure }: { readonly data?: unknown; readonly failure?: unknown }): boolean {
  return data === undefined && failure === undefined;
}
