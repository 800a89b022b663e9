import type { TrialState } from "@shac/core";
import { useMemo, useState } from "preact/hooks";
import { formatNumber } from "../../format/number.js";
import { type ScaleChoice, scaleChoices } from "../data/scale-choice.js";
import { ChartFrame, type ChartProps, type TrialChoice } from "../frame/chart-frame.js";
import { Choice } from "../frame/choice.js";
import { drawLines, type Line } from "./draw-lines.js";

interface ReportCurve {
  readonly trial: number;
  readonly state: TrialState;
  readonly reports: readonly { readonly step: number; readonly value: number }[];
}

interface ReportCurvesProps extends ChartProps, TrialChoice {
  readonly curves: readonly ReportCurve[];
}

const EXPLANATION =
  "Values that a trial reported while it ran, by step, such as the loss after each epoch. A pruner stops a trial whose values are worse than those of others at the same step.";

/** Reports of trials while they ran. */
export function ReportCurves({ curves, onSelectTrial, headingLevel, height = 260 }: ReportCurvesProps) {
  const [scale, setScale] = useState<ScaleChoice>("linear");
  const lines = useMemo(() => curves.filter(({ reports }) => reports.length > 0).map(reportLine), [curves]);
  const draw = useMemo(() => drawLines({ lines, xTitle: "step", scale }), [lines, scale]);
  const rows = curves.flatMap(({ trial, reports }) =>
    reports.map(({ step, value }) => [trial, step, formatNumber(value)]),
  );
  return (
    <ChartFrame
      title="Reports"
      explanation={EXPLANATION}
      summary={`Values reported by ${lines.length} trials, ${rows.length} in all. ${lines.map(lastReport).join(" ")}`}
      empty={rows.length > 0 ? undefined : "Nothing was reported: only an objective that calls report() has curves."}
      draw={draw}
      table={() => ({ columns: ["trial", "step", "value"], count: rows.length, row: (i) => rows[i] ?? [] })}
      height={height}
      headingLevel={headingLevel}
      onChoose={onSelectTrial}
    >
      <Choice label="Scale" value={scale} onChoose={setScale} options={scaleChoices} />
    </ChartFrame>
  );
}

function reportLine({ trial, state, reports }: ReportCurve): Line {
  return {
    label: state === "complete" ? `trial ${trial}` : `trial ${trial} (${state})`,
    xs: reports.map(({ step }) => step),
    ys: reports.map(({ value }) => value),
    id: trial,
    describe: (i) => [`Trial ${trial}`, `step ${reports[i]?.step}`, `value ${formatNumber(reports[i]?.value)}`],
  };
}

function lastReport({ label, xs, ys }: Line): string {
  const last = xs.length - 1;
  return `${label}: ${formatNumber(ys[last] as number)} at step ${xs[last]}.`;
}
