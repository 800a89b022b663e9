import { useEffect, useMemo, useState } from "preact/hooks";
import type { CascadeMap, ParameterInfo, TrialColumns } from "../../../wire.js";
import { formatNumber, formatPercent } from "../../format/number.js";
import type { Direction } from "../data/best-so-far.js";
import { AxisChoice, usePair } from "../frame/axis-choice.js";
import { ChartFrame, type ChartProps, type TrialChoice } from "../frame/chart-frame.js";
import { drawRegion, regionMethod } from "./draw-region.js";
import { type LoadRegion, useRegion } from "./use-region.js";

interface RegionMapProps extends ChartProps, TrialChoice {
  readonly parameters: readonly ParameterInfo[];
  /** Stages that the cascade has. */
  readonly stageCount: number;
  readonly columns: TrialColumns;
  readonly direction: Direction;
  /** Another one makes the maps load anew. */
  readonly revision: number;
  /** Parameters to begin with; else the first two. */
  readonly initial?: { readonly x: string; readonly y: string } | undefined;
  readonly load: LoadRegion;
}

const EXPLANATION =
  "Which part of the search space the cascade still accepts, seen along two parameters. Marginal: the share of each cell that is accepted, over all values of the other parameters. Slice: the others are held as they are in the best trial. Move the slider to see what each stage ruled out.";

/** The accepted region over two parameters, stage by stage. */
export function RegionMap(props: RegionMapProps) {
  const { parameters, stageCount, columns, direction, revision, initial, load, headingLevel, height = 420 } = props;
  const [pair, choose] = usePair(parameters, initial);
  const [chosen, setStage] = useState<number | undefined>(undefined);
  // Until a stage is chosen: the last one that leaves anything to be seen.
  const [latest, setLatest] = useState({ of: stageCount, stage: stageCount });
  const first = latest.of === stageCount ? latest.stage : stageCount;
  const stage = Math.min(chosen ?? first, stageCount);
  const [x, y] = pair;
  const hasTwo = x !== undefined && y !== undefined;
  const { map, error } = useRegion({ x: x?.name ?? "", y: y?.name ?? "", stage }, hasTwo ? load : never, revision);
  const shown = useMemo(() => {
    const [across, up] = [map?.x, map?.y].map((name) => parameters.find((each) => each.name === name));
    return map && across && up ? { map, x: across, y: up, columns, direction } : undefined;
  }, [map, parameters, columns, direction]);
  const draw = useMemo(() => (shown ? drawRegion(shown) : () => undefined), [shown]);
  const mean = map ? map.accepted.reduce((sum, share) => sum + share / map.accepted.length, 0) : 0;
  const isBlank = mean === 0 && map?.stage === stage && map.x === x?.name && map.y === y?.name;
  useEffect(() => {
    if (isBlank && chosen === undefined && stage > 0) setLatest({ of: stageCount, stage: stage - 1 });
  }, [isBlank, chosen, stage, stageCount]);
  return (
    <ChartFrame
      title="Accepted region"
      explanation={EXPLANATION}
      summary={map ? `The plane of ${map.x} and ${map.y}. ${regionMethod(map)}. ${noteOf(mean, false)}` : ""}
      empty={emptyText(hasTwo, stageCount, error)}
      draw={draw}
      table={() => regionTable(shown?.map)}
      height={height}
      headingLevel={headingLevel}
      selected={props.selected}
      onChoose={props.onSelectTrial}
      footer={
        map && stageCount > 0 && <p class="chart-note">{noteOf(mean, chosen === undefined && stage < stageCount)}</p>
      }
    >
      <AxisChoice parameters={parameters} pair={pair} onChoose={choose} />
      <label class="chart-choice">
        Stage{" "}
        <input
          type="range"
          min={0}
          max={stageCount}
          value={stage}
          aria-valuetext={`stage ${stage} of ${stageCount}`}
          onInput={(event) => setStage(Number(event.currentTarget.value))}
        />{" "}
        <output>{`${stage} of ${stageCount}`}</output>
      </label>
    </ChartFrame>
  );
}

function noteOf(mean: number, isEarlier: boolean): string {
  const left = mean === 0 ? "Nothing" : formatPercent(mean);
  const later = isEarlier ? " Later stages leave nothing of it." : "";
  return `${left} of this plane is accepted.${later}`;
}

function never(): ReturnType<LoadRegion> {
  return new Promise(() => {});
}

function emptyText(hasTwo: boolean, stageCount: number, error: string | undefined): string | undefined {
  if (!hasTwo) return "A map needs two parameters.";
  if (stageCount === 0) return "No classifier has been trained yet, so the whole space is accepted.";
  return error;
}

function regionTable(map: CascadeMap | undefined) {
  if (!map) return { columns: [], count: 0, row: () => [] };
  const edges = (all: readonly number[], i: number): string =>
    `${formatNumber(all[i] as number)} to ${formatNumber(all[i + 1] as number)}`;
  return {
    columns: [map.x, map.y, "accepted"],
    count: map.accepted.length,
    row: (i: number) => [
      edges(map.xEdges, i % map.bins),
      edges(map.yEdges, Math.floor(i / map.bins)),
      formatPercent(map.accepted[i] as number),
    ],
  };
}
