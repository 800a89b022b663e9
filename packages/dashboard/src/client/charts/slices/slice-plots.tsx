import { useMemo, useState } from "preact/hooks";
import type { ParameterInfo, TrialColumns } from "../../../wire.js";
import type { Direction } from "../data/best-so-far.js";
import { bestSoFar } from "../data/best-so-far.js";
import { type ScaleChoice, scaleChoices } from "../data/scale-choice.js";
import { isFeasible } from "../data/trial-kind.js";
import { trialTable } from "../data/trial-table.js";
import { ChartFrame, type ChartProps, type TrialChoice } from "../frame/chart-frame.js";
import { Choice } from "../frame/choice.js";
import { plainText } from "../painter/plain-text.js";
import { formatParameter } from "../scale/parameter-axis.js";
import { drawSlices, slicesHeight } from "./draw-slices.js";

interface SlicePlotsProps extends ChartProps, TrialChoice {
  readonly columns: TrialColumns;
  readonly parameters: readonly ParameterInfo[];
  readonly direction: Direction;
}

const EXPLANATION =
  "The value of each trial against one parameter at a time. Where good values gather in one place, the parameter matters and that is where to look. Colours go from the first trial to the last, so that one sees where the search went.";
/** More panels than this cannot be taken in; the other parameters are in the table. */
const MOST = 24;

/** The value against each parameter. */
export function SlicePlots({
  columns,
  parameters,
  direction,
  selected,
  onSelectTrial,
  headingLevel,
  height,
}: SlicePlotsProps) {
  const [scale, setScale] = useState<ScaleChoice>("linear");
  const shown = useMemo(() => parameters.slice(0, MOST), [parameters]);
  const draw = useMemo(() => drawSlices({ columns, parameters: shown, scale }), [columns, shown, scale]);
  const best = bestSoFar(columns, direction).trials.at(-1);
  const at = parameters.map((parameter) => {
    const value = best === undefined ? undefined : columns.params[parameter.name]?.[best];
    return `${plainText(parameter.name)} ${formatParameter(parameter, value)}`;
  });
  const hasValue = columns.value.some((_, i) => isFeasible(columns, i));
  return (
    <ChartFrame
      title="Value by parameter"
      explanation={EXPLANATION}
      summary={`The value against each of ${shown.length} parameters. The best trial, ${best}, has ${at.join(", ")}.`}
      empty={hasValue ? undefined : "No trial with a value yet."}
      draw={draw}
      table={() => trialTable(columns, parameters)}
      height={height ?? ((width) => slicesHeight(width, shown.length))}
      headingLevel={headingLevel}
      selected={selected}
      onChoose={onSelectTrial}
    >
      <Choice label="Scale" value={scale} onChoose={setScale} options={scaleChoices} />
      {parameters.length > MOST && <span>{`The first ${MOST} of ${parameters.length} parameters.`}</span>}
    </ChartFrame>
  );
}
