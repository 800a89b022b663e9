import { useMemo, useState } from "preact/hooks";
import { formatNumber } from "../../format/number.js";
import { bestSoFar, type Direction } from "../data/best-so-far.js";
import { type ScaleChoice, scaleChoices } from "../data/scale-choice.js";
import type { KnownColumns } from "../data/trial-kind.js";
import { ChartFrame, type ChartProps } from "../frame/chart-frame.js";
import { Choice } from "../frame/choice.js";
import { plainText } from "../painter/plain-text.js";
import { drawLines, type Line } from "./draw-lines.js";

interface ComparedStudy {
  readonly name: string;
  readonly direction: Direction;
  readonly columns: KnownColumns;
}

interface CompareChartProps extends ChartProps {
  readonly studies: readonly ComparedStudy[];
  readonly onSelectStudy?: ((name: string) => void) | undefined;
}

const EXPLANATION =
  "The best value that each study had found after so many trials, of those that meet its constraints. A line that drops (or, where the value is maximised, rises) sooner needs fewer evaluations for the same value.";

/** How fast several studies found good values. */
export function CompareChart({ studies, onSelectStudy, headingLevel, height = 320 }: CompareChartProps) {
  const [scale, setScale] = useState<ScaleChoice>("linear");
  const lines = useMemo(() => studies.map(bestLine), [studies]);
  const end = Math.max(0, ...studies.map(({ columns }) => columns.count - 1));
  const draw = useMemo(() => drawLines({ lines, xTitle: "trial", scale, stepsTo: end }), [lines, scale, end]);
  const found = lines.flatMap((line) => Array.from(line.xs, (x, i) => [line.label, x, line.ys[i] as number] as const));
  const isMixed = new Set(studies.map(({ direction }) => direction)).size > 1;
  const lasts = lines.map(
    ({ label, ys }) => `${label}: ${ys.length > 0 ? formatNumber(ys[ys.length - 1] as number) : "none yet"}`,
  );
  return (
    <ChartFrame
      title="Best value of each study"
      explanation={EXPLANATION}
      summary={`Best value so far by number of trials, of ${studies.length} studies. Now ${lasts.join("; ")}.`}
      empty={found.length > 0 ? undefined : "None of these studies has a complete trial yet."}
      draw={draw}
      table={() => ({
        columns: ["study", "trial", "best so far"],
        count: found.length,
        row: (i) => [found[i]?.[0] ?? "", found[i]?.[1] ?? "", formatNumber(found[i]?.[2])],
      })}
      height={height}
      headingLevel={headingLevel}
      onChoose={onSelectStudy && ((index) => onSelectStudy(studies[index]?.name as string))}
    >
      <Choice label="Scale" value={scale} onChoose={setScale} options={scaleChoices} />
      {isMixed && <span>Some of these studies minimise and others maximise.</span>}
    </ChartFrame>
  );
}

function bestLine({ name, direction, columns }: ComparedStudy, id: number): Line {
  const { trials, values } = bestSoFar(columns, direction);
  const label = plainText(name);
  return {
    label,
    xs: trials,
    ys: values,
    id,
    describe: (i) => [label, `best value ${formatNumber(values[i] as number)}`, `since trial ${trials[i]}`],
  };
}
