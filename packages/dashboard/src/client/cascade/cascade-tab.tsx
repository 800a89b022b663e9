import { useCallback } from "preact/hooks";
import type { CascadeMap, CascadeStage, StudyDetail, TrialColumns } from "../../wire.js";
import { AliveRanges, CascadeFunnel, RegionMap } from "../charts/index.js";
import { fetchJson, studyPath } from "../live/api.js";
import { useResource } from "../live/use-resource.js";
import { openTrial } from "../trials/open-trial.js";
import { ChartCard } from "../view/chart-card.js";

/** How the classifiers narrow the search space. */
export function CascadeTab({ study }: { readonly study: StudyDetail }) {
  const { data, failure } = useResource<{ stages: readonly CascadeStage[] }>(
    studyPath(study.name, "/cascade"),
    study.name,
  );
  const stages = data?.stages;
  return (
    <div class="charts">
      <ChartCard what="the cascade" data={stages} failure={failure}>
        {(all) => <CascadeFunnel stages={all} reports={study.stages} headingLevel={2} />}
      </ChartCard>
      <ChartCard what="the parameters' ranges" data={stages} failure={failure}>
        {(all) => <AliveRanges stages={all} parameters={study.parameters} headingLevel={2} />}
      </ChartCard>
      {stages !== undefined && stages.length > 0 && study.parameters.length > 1 && (
        <RegionCard study={study} stageCount={stages.length} />
      )}
    </div>
  );
}

function RegionCard({ study, stageCount }: { readonly study: StudyDetail; readonly stageCount: number }) {
  const { data, failure } = useResource<TrialColumns>(studyPath(study.name, "/columns"), study.name);
  const { name } = study;
  const load = useCallback(
    ({ x, y, stage }: { x: string; y: string; stage: number }, signal: AbortSignal) => {
      const query = new URLSearchParams({ x, y, stage: String(stage) });
      return fetchJson<CascadeMap>(studyPath(name, `/cascade/map?${query}`), signal);
    },
    [name],
  );
  return (
    <ChartCard what="the accepted region" data={data} failure={failure} wide={true}>
      {(columns) => (
        <RegionMap
          parameters={study.parameters}
          stageCount={stageCount}
          columns={columns}
          direction={study.direction}
          revision={study.revision}
          load={load}
          headingLevel={2}
          onSelectTrial={openTrial(name)}
        />
      )}
    </ChartCard>
  );
}
