import type { Importance, StudyDetail, TrialColumns } from "../../wire.js";
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
      <ChartCard what="the importance" ready={importance.data !== undefined} failure={importance.failure}>
        {({ ImportanceBars }) =>
          importance.data && (
            <ImportanceBars importance={importance.data.parameters} trials={importance.data.trials} headingLevel={2} />
          )
        }
      </ChartCard>
      <ChartCard what="the contour" ready={data !== undefined && !isAwaited(importance)} failure={failure}>
        {({ ContourPlot }) => data && <ContourPlot {...common} {...initial} columns={data} />}
      </ChartCard>
      <ChartCard what="the parallel coordinates" ready={data !== undefined} failure={failure} class="charts-wide">
        {({ ParallelCoordinates }) => data && <ParallelCoordinates {...common} columns={data} />}
      </ChartCard>
      <ChartCard what="the slices" ready={data !== undefined} failure={failure} class="charts-wide">
        {({ SlicePlots }) => data && <SlicePlots {...common} columns={data} />}
      </ChartCard>
    </div>
  );
}

/** The contour begins with the two most important parameters, so it waits for them. */
function isAwaited({ data, failure }: { readonly data?: unknown; readonly failure?: unknown }): boolean {
  return data === undefined && failure === undefined;
}
