import { useMemo } from "preact/hooks";
import type { ParameterInfo, TrialColumns } from "../../../wire.js";
import type { Direction } from "../data/best-so-far.js";
import { isFeasible } from "../data/trial-kind.js";
import { trialTable } from "../data/trial-table.js";
import { AxisChoice, usePair } from "../frame/axis-choice.js";
import { ChartFrame, type ChartProps, type TrialChoice } from "../frame/chart-frame.js";
import { plainText } from "../painter/plain-text.js";
import { drawContour } from "./draw-contour.js";

interface ContourPlotProps extends ChartProps, TrialChoice {
  readonly columns: TrialColumns;
  readonly parameters: readonly ParameterInfo[];
  readonly direction: Direction;
  /** Parameters to begin with; else the first two. */
  readonly initial?: { readonly x: string; readonly y: string } | undefined;
}

const EXPLANATION =
  "The value over two parameters. Between the trials it is a mean of those around, weighted by a Gaussian of their distance along the axes (a Nadaraya-Watson estimate); choices are not mixed with each other. The other parameters differ from trial to trial, so it is a trend, not a measurement. Each colour covers a tenth of the map; where no trial is near there is no colour.";
const FEWEST = 4;

/** The value over two parameters. */
export function ContourPlot(props: ContourPlotProps) {
  const { columns, parameters, direction, initial, selected, onSelectTrial, headingLevel, height = 420 } = props;
  const [pair, choose] = usePair(parameters, initial);
  const [x, y] = pair;
  const draw = useMemo(
    () => (x && y ? drawContour({ x, y, columns, direction }) : () => undefined),
    [x, y, columns, direction],
  );
  const found = columns.value.filter((_, i) => isFeasible(columns, i)).length;
  const names = [x, y].map((each) => plainText(each?.name ?? ""));
  return (
    <ChartFrame
      title="Value over two parameters"
      explanation={EXPLANATION}
      summary={`The value of ${found} trials over ${names.join(" and ")}, smoothed between them.`}
      empty={
        !x || !y
          ? "A map needs two parameters."
          : found < FEWEST
            ? "There are too few trials with a value for a map."
            : undefined
      }
      draw={draw}
      table={() =>
        trialTable(
          columns,
          [x, y].filter((each) => each !== undefined),
        )
      }
      height={height}
      headingLevel={headingLevel}
      selected={selected}
      onChoose={onSelectTrial}
    >
      <AxisChoice parameters={parameters} pair={pair} onChoose={choose} />
    </ChartFrame>
  );
}
