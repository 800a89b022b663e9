import { useMemo, useState } from "preact/hooks";
import type { TrialColumns } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import { bestSoFar, type Direction } from "../data/best-so-far.js";
import { type ScaleChoice, scaleChoices } from "../data/scale-choice.js";
import { countKinds, trialKind } from "../data/trial-kind.js";
import { ChartFrame, type ChartProps, type TrialChoice } from "../frame/chart-frame.js";
import { Choice } from "../frame/choice.js";
import { drawHistory, type Span } from "./draw-history.js";

interface HistoryChartProps extends ChartProps, TrialChoice {
  readonly direction: Direction;
  readonly columns: TrialColumns;
}

const EXPLANATION =
  "Each mark is one trial: its number across, its value up. The line is the best value found so far by a trial that meets the constraints. Failed and pruned trials have no value and stand above the plot.";

/** Value of every trial in the order of proposal, with the best so far. */
export function HistoryChart({
  direction,
  columns,
  selected,
  onSelectTrial,
  headingLevel,
  height = 320,
}: HistoryChartProps) {
  const [scale, setScale] = useState<ScaleChoice>("linear");
  const [span, setSpan] = useState<Span>("all");
  const draw = useMemo(() => drawHistory({ columns, direction, scale, span }), [columns, direction, scale, span]);
  const summary = useMemo(() => summarize(columns, direction), [columns, direction]);
  const hasOutcome = columns.state.some((_, i) => trialKind(columns, i) !== "open");
  return (
    <ChartFrame
      title="History"
      explanation={EXPLANATION}
      summary={summary}
      empty={hasOutcome ? undefined : "No trial has finished yet."}
      draw={draw}
      table={() => historyTable(columns)}
      height={height}
      headingLevel={headingLevel}
      selected={selected}
      onChoose={onSelectTrial}
    >
      <Choice label="Scale" value={scale} onChoose={setScale} options={scaleChoices} />
      <Choice
        label="Values"
        value={span}
        onChoose={setSpan}
        options={{ all: "all", half: "better half", tenth: "best tenth" }}
      />
    </ChartFrame>
  );
}

function summarize(columns: TrialColumns, direction: Direction): string {
  const counts = countKinds(columns);
  const { trials, values } = bestSoFar(columns, direction);
  const best = trials.at(-1);
  const parts = Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
  const end =
    best === undefined
      ? "No trial is the best yet."
      : `The best value is ${formatNumber(values.at(-1) as number)}, of trial ${best}; it improved ${trials.length} times.`;
  return `Values of ${columns.count} trials by their number: ${parts.join(", ")}. ${end}`;
}

function historyTable(columns: TrialColumns) {
  return {
    columns: ["trial", "value", "outcome", "batch"],
    count: columns.count,
    row: (i: number) => [i, formatNumber(columns.value[i]), trialKind(columns, i), columns.batch[i] as number],
  };
}
