import { useEffect, useMemo, useState } from "preact/hooks";
import type { ParameterInfo, TrialColumns } from "../../../wire.js";
import type { Direction } from "../data/best-so-far.js";
import { goodness } from "../data/goodness.js";
import { type ScaleChoice, scaleChoices } from "../data/scale-choice.js";
import { isFeasible } from "../data/trial-kind.js";
import { trialTable } from "../data/trial-table.js";
import { ChartFrame, type ChartProps, type TrialChoice } from "../frame/chart-frame.js";
import { Choice } from "../frame/choice.js";
import type { Drag } from "../frame/picture.js";
import { drawParallel } from "./draw-parallel.js";
import { chooseLines, isInRanges, parallelAxes, type Ranges } from "./parallel-axes.js";
import { parallelHeight, parallelLayout } from "./parallel-layout.js";
import { RangeFields } from "./range-fields.js";

interface ParallelCoordinatesProps extends ChartProps, TrialChoice {
  readonly columns: TrialColumns;
  readonly parameters: readonly ParameterInfo[];
  readonly direction: Direction;
  /** Told of the trials within all ranges; undefined: there is no range. */
  readonly onBrush?: ((trials: readonly number[] | undefined) => void) | undefined;
}

const EXPLANATION =
  "Each line is one trial: it crosses every axis where its parameter lies, and ends at its value. Drag along an axis to keep only the lines that cross it there; ranges on several axes add up. Colours go by rank from the worst value to the best.";
/** More lines than this only cover each other. */
const MOST = 600;
const MOST_AXES = 16;

/** All parameters and the value of every trial at once. */
export function ParallelCoordinates(props: ParallelCoordinatesProps) {
  const { columns, parameters, direction, onBrush } = props;
  const [scale, setScale] = useState<ScaleChoice>("linear");
  const [ranges, setRanges] = useState<Ranges>({});
  const axes = useMemo(
    () => parallelAxes(columns, parameters.slice(0, MOST_AXES), scale),
    [columns, parameters, scale],
  );
  const ranked = useMemo(() => rankTrials(columns, direction), [columns, direction]);
  const kept = useMemo(() => ranked.trials.filter((trial) => isInRanges(axes, ranges, trial)), [ranked, axes, ranges]);
  const hasRange = Object.keys(ranges).length > 0;
  const draw = useMemo(
    () =>
      drawParallel({
        columns,
        axes,
        ranges,
        goodness: ranked.goodness,
        lines: chooseLines(hasRange && kept.length > 0 ? [...kept] : ranked.trials, MOST),
      }),
    [columns, axes, ranges, ranked, kept, hasRange],
  );
  useEffect(() => onBrush?.(hasRange ? kept : undefined), [onBrush, hasRange, kept]);
  const height = props.height ?? ((width: number) => parallelHeight(width, axes.length));
  return (
    <ChartFrame
      title="Parallel coordinates"
      explanation={EXPLANATION}
      summary={`${ranked.trials.length} trials over ${parameters.length} parameters and their value. ${kept.length} are within the ranges.`}
      empty={ranked.trials.length > 0 ? undefined : "No trial with a value yet."}
      draw={draw}
      table={() => trialTable(columns, parameters)}
      height={height}
      headingLevel={props.headingLevel}
      selected={props.selected}
      onChoose={props.onSelectTrial}
      onDrag={({ from, to }: Drag, width) => {
        const layout = parallelLayout(width, typeof height === "number" ? height : height(width), axes.length);
        const [start, end] = [layout.find(...from), layout.find(...to)];
        const axis = axes[start.axis];
        if (!axis) return;
        const ends = [axis.unit.invert(start.unit), axis.unit.invert(end.unit)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        setRanges({ ...ranges, [axis.key]: ends });
      }}
      footer={<RangeFields axes={axes} ranges={ranges} onChange={setRanges} />}
    >
      <Choice label="Scale" value={scale} onChoose={setScale} options={scaleChoices} />
      <span>{lineCount(kept.length, ranked.trials.length, hasRange)}</span>
      {hasRange && (
        <button type="button" class="chart-tool" onClick={() => setRanges({})}>
          Clear ranges
        </button>
      )}
    </ChartFrame>
  );
}

function rankTrials(columns: TrialColumns, direction: Direction) {
  const shares = goodness(columns, direction);
  const trials = columns.value.flatMap((_, i) => (isFeasible(columns, i) ? [i] : []));
  return { goodness: shares, trials: trials.sort((a, b) => (shares[a] as number) - (shares[b] as number)) };
}

function lineCount(kept: number, all: number, hasRange: boolean): string {
  const drawn = Math.min(MOST, hasRange && kept > 0 ? kept : all);
  const of = hasRange ? `${kept} of ${all} trials` : `${all} trials`;
  const isThinned = drawn < (hasRange && kept > 0 ? kept : all);
  return isThinned ? `${of}; ${drawn} drawn: the best ${Math.floor(MOST / 10)}, and others evenly chosen` : of;
}
