import { useCallback, useMemo, useState } from "preact/hooks";
import type { ReportData } from "../../report/report-data.js";
import type { CascadeMap } from "../../wire.js";
import {
  AliveRanges,
  CascadeFunnel,
  ContourPlot,
  HistoryChart,
  ImportanceBars,
  ParallelCoordinates,
  RegionMap,
  SlicePlots,
  WorkerTimeline,
} from "../charts/index.js";
import type { LoadRegion } from "../charts/region/use-region.js";
import { formatMoment } from "../format/moment.js";
import { StudyFigures } from "../study/study-figures.js";
import { StudySettings } from "../study/study-settings.js";
import { ThemeSwitch } from "../theme/theme-switch.js";
import { ParameterList } from "../trials/parameter-list.js";
import { ForeignText } from "../view/foreign-text.js";
import { Notice } from "../view/notice.js";
import { SelectedTrial } from "./selected-trial.js";
import { TopTrials } from "./top-trials.js";

/** A whole report. */
export function ReportPage({ data }: { readonly data: ReportData }) {
  const { study, columns, importance, timeline, top } = data;
  const [selected, select] = useState<number | undefined>(undefined);
  const parameters = useMemo(
    () => data.shown.flatMap((name) => study.parameters.find((each) => each.name === name) ?? []),
    [data, study],
  );
  const { direction } = study;
  const trials = { columns, parameters, direction, selected, onSelectTrial: select, headingLevel: 2 } as const;
  return (
    <>
      <header class="page-header report-header">
        <h1>
          <ForeignText text={study.name} />
        </h1>
        <p class="muted">{`${direction}d by the sampler ${study.sampler}; as of ${formatMoment(data.written)}`}</p>
        <ThemeSwitch />
      </header>
      <main class="report">
        <StudyFigures study={study} live={false} />
        <section class="card" aria-labelledby="best-trial">
          <h2 id="best-trial">{study.bestTrial ? `Best trial: number ${study.bestTrial.number}` : "Best trial"}</h2>
          {study.bestTrial ? (
            <ParameterList trial={study.bestTrial} parameters={study.parameters} />
          ) : (
            <Notice kind="empty">There is no complete trial that meets the constraints.</Notice>
          )}
        </section>
        <div class="card">
          <HistoryChart {...trials} />
        </div>
        <Cascade data={data} trials={trials} />
        <div class="card">
          <ImportanceBars importance={importance} trials={study.complete} headingLevel={2} />
        </div>
        {parameters.length < study.parameters.length && (
          <p class="muted">{`The charts below have the ${parameters.length} most important of ${study.parameters.length} parameters.`}</p>
        )}
        <div class="card">
          <ParallelCoordinates {...trials} />
        </div>
        <div class="card">
          <SlicePlots {...trials} />
        </div>
        <div class="card">
          <ContourPlot {...trials} />
        </div>
        {timeline && (
          <div class="card">
            <WorkerTimeline timeline={timeline} selected={selected} onSelectTrial={select} headingLevel={2} />
          </div>
        )}
        <TopTrials trials={top} parameters={study.parameters} />
        <StudySettings study={study} />
      </main>
      {selected !== undefined && <SelectedTrial data={data} number={selected} onClose={() => select(undefined)} />}
    </>
  );
}

interface CascadeProps {
  readonly data: ReportData;
  readonly trials: Pick<Parameters<typeof RegionMap>[0], "columns" | "direction" | "selected" | "onSelectTrial">;
}

function Cascade({ data, trials }: CascadeProps) {
  const { stages, study, maps } = data;
  const load = useCallback<LoadRegion>(async (query) => findMap(maps, query), [maps]);
  const mapped = useMemo(() => {
    const names = new Set(maps.flatMap(({ x, y }) => [x, y]));
    return data.shown.flatMap((name) =>
      names.has(name) ? (study.parameters.find((each) => each.name === name) ?? []) : [],
    );
  }, [maps, data, study]);
  if (stages.length === 0) return null;
  return (
    <>
      <div class="card">
        <CascadeFunnel stages={stages} reports={study.stages} headingLevel={2} />
      </div>
      <div class="card">
        <AliveRanges stages={stages} parameters={study.parameters} headingLevel={2} />
      </div>
      {mapped.length > 1 && (
        <div class="card">
          <RegionMap
            {...trials}
            parameters={mapped}
            stageCount={stages.length}
            revision={0}
            load={load}
            headingLevel={2}
          />
        </div>
      )}
    </>
  );
}

/** The map for a query; the file holds each once, so the other way round it is turned over. */
function findMap(maps: readonly CascadeMap[], { x, y, stage }: Parameters<LoadRegion>[0]): CascadeMap {
  const straight = maps.find((map) => map.x === x && map.y === y && map.stage === stage);
  if (straight) return straight;
  const turned = maps.find((map) => map.x === y && map.y === x && map.stage === stage);
  if (!turned) throw new Error("The report has no map of these parameters.");
  const { bins, accepted } = turned;
  return {
    ...turned,
    x,
    y,
    xEdges: turned.yEdges,
    yEdges: turned.xEdges,
    accepted: accepted.map((_, cell) => accepted[(cell % bins) * bins + Math.floor(cell / bins)] as number),
  };
}
