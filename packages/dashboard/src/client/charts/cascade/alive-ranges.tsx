import { useMemo } from "preact/hooks";
import type { CascadeStage, ParameterInfo } from "../../../wire.js";
import { formatPercent } from "../../format/number.js";
import { ChartFrame, type ChartProps } from "../frame/chart-frame.js";
import type { Draw } from "../painter/draw.js";
import { boxHits } from "../painter/hits.js";
import { fitText, plainText } from "../painter/plain-text.js";
import { drawRampLegend } from "../painter/ramp-legend.js";
import { inkOn, rampColor } from "../painter/theme.js";

interface AliveRangesProps extends ChartProps {
  readonly stages: readonly CascadeStage[];
  readonly parameters: readonly ParameterInfo[];
}

const EXPLANATION =
  "What share of each parameter's range some accepted point still has, after each stage. 100 %: no value of it is ruled out. A parameter whose share falls early is one whose value matters.";
const ROW = 24;
const HEAD = 48;
const SIZE = 11;
/** A cell must be so wide for its share to be written into it. */
const TEXT_WIDTH = 27;

/** What each stage leaves of every parameter's range. */
export function AliveRanges({ stages, parameters, headingLevel, height }: AliveRangesProps) {
  const draw = useMemo(() => drawAlive(stages, parameters), [stages, parameters]);
  const last = stages.at(-1);
  const ends = parameters.map(({ name }) => `${plainText(name)} ${formatPercent(last?.alive[name] ?? 1)}`);
  return (
    <ChartFrame
      title="Ranges still alive"
      explanation={EXPLANATION}
      summary={last ? `After stage ${last.stage} of each parameter's range is left: ${ends.join(", ")}.` : ""}
      empty={last && parameters.length > 0 ? undefined : "No classifier has been trained yet."}
      draw={draw}
      table={() => ({
        columns: ["parameter", ...stages.map(({ stage }) => `stage ${stage}`)],
        count: parameters.length,
        row(i) {
          const name = parameters[i]?.name ?? "";
          return [name, ...stages.map(({ alive }) => formatPercent(alive[name] ?? 1))];
        },
      })}
      height={height ?? HEAD + parameters.length * ROW}
      headingLevel={headingLevel}
    />
  );
}

function drawAlive(stages: readonly CascadeStage[], parameters: readonly ParameterInfo[]): Draw {
  return (painter, theme) => {
    const measure = (text: string): number => painter.measure(text, 12);
    const names = parameters.map(({ name }) => fitText(name, painter.width * 0.3, measure));
    const left = Math.max(...names.map(measure)) + 12;
    const width = (painter.width - left) / stages.length;
    drawRampLegend(painter, theme, ["0 %", "100 % of the range alive"]);
    stages.forEach(({ stage }, i) => {
      if (width > 18 || i % 3 === 0) {
        painter.text(left + (i + 0.5) * width, HEAD - 10, String(stage), {
          color: theme.muted,
          size: SIZE,
          align: "middle",
        });
      }
    });
    painter.text(left - 8, HEAD - 10, "stage", { color: theme.muted, size: SIZE, align: "end" });
    const boxes = parameters.flatMap(({ name }, row) => {
      const y = HEAD + row * ROW;
      painter.text(left - 8, y + ROW / 2, names[row] ?? "", { color: theme.ink, align: "end" });
      return stages.map(({ alive }, i) => {
        const box = { x: left + i * width, y, width, height: ROW };
        const share = alive[name] ?? 1;
        const fill = rampColor(share, theme.isDark);
        painter.rect({ x: box.x + 1, y: y + 1, width: width - 2, height: ROW - 2 }, { fill });
        if (width >= TEXT_WIDTH) {
          const style = { color: inkOn(fill), size: SIZE, align: "middle" } as const;
          painter.text(box.x + width / 2, y + ROW / 2, formatPercent(share).replace(" %", ""), style);
        }
        return box;
      });
    });
    return boxHits(boxes, {
      describe(index) {
        const name = parameters[Math.floor(index / stages.length)]?.name ?? "";
        const { stage, alive } = stages[index % stages.length] as CascadeStage;
        return [plainText(name), `${formatPercent(alive[name] ?? 1)} of its range alive after stage ${stage}`];
      },
    });
  };
}
