import type { StageReport } from "@shac/core";
import { useMemo } from "preact/hooks";
import type { CascadeStage } from "../../../wire.js";
import { formatPercent } from "../../format/number.js";
import { ChartFrame, type ChartProps } from "../frame/chart-frame.js";
import { plainText } from "../painter/plain-text.js";
import { drawFunnel, FUNNEL_HEAD, FUNNEL_ROW, volumeText } from "./draw-funnel.js";

interface CascadeFunnelProps extends ChartProps {
  readonly stages: readonly CascadeStage[];
  /** All that were trained, to name those that are not in use. */
  readonly reports: readonly StageReport[];
}

const EXPLANATION =
  "Each stage is a classifier that tells the better half of the trials from the worse. Only points that all stages accept are drawn, so each stage leaves about half of what was left before. Bars show what share of the whole space is accepted, on a logarithmic scale; dots show how often the classifier was right on trials it had not seen, from 50 % (guessing) to 100 %.";

/** How the cascade narrows the search space, stage by stage. */
export function CascadeFunnel({ stages, reports, headingLevel, height }: CascadeFunnelProps) {
  const draw = useMemo(() => drawFunnel(stages), [stages]);
  const unused = reports.filter(({ state }) => state !== "active");
  const last = stages.at(-1);
  return (
    <ChartFrame
      title="Accepted part of the space"
      explanation={EXPLANATION}
      summary={last ? `${stages.length} stages accept ${volumeText(last.volume)} of the search space.` : ""}
      empty={last ? undefined : "No classifier has been trained yet."}
      draw={draw}
      table={() => ({
        columns: ["stage", "accepted", "accuracy"],
        count: stages.length,
        row(i) {
          const { stage, volume, accuracy } = stages[i] as CascadeStage;
          return [stage, volumeText(volume), accuracy === null ? "not measured" : formatPercent(accuracy)];
        },
      })}
      height={height ?? FUNNEL_HEAD + (stages.length + 1) * FUNNEL_ROW + 4}
      headingLevel={headingLevel}
      footer={
        unused.length > 0 && (
          <ul class="chart-notes">
            {unused.map(({ stage, state, reason }) => (
              <li key={stage}>{`Classifier ${stage} was ${state}${reason ? `: ${plainText(reason)}` : "."}`}</li>
            ))}
          </ul>
        )
      }
    />
  );
}
