import { useMemo } from "preact/hooks";
import type { Importance } from "../../../wire.js";
import { formatPercent } from "../../format/number.js";
import { ChartFrame, type ChartProps } from "../frame/chart-frame.js";
import type { Draw } from "../painter/draw.js";
import { boxHits } from "../painter/hits.js";
import { fitText } from "../painter/plain-text.js";

interface ImportanceBarsProps extends ChartProps {
  readonly importance: readonly Importance[];
  /** Number of trials that it is told from. */
  readonly trials: number;
}

const EXPLANATION =
  "How narrowly the best tenth of the trials agree on each parameter, compared with its whole range, by PED-ANOVA. The shares add up to 100 %. Where the best trials lie anywhere in the range, the share is near 0 %.";
const ROW = 26;
/** More bars than this say nothing. */
const MOST = 40;

/** How much each parameter matters. */
export function ImportanceBars({ importance, trials, headingLevel, height }: ImportanceBarsProps) {
  const sorted = useMemo(() => [...importance].sort((a, b) => b.share - a.share), [importance]);
  const draw = useMemo(() => drawBars(sorted.slice(0, MOST)), [sorted]);
  const isKnown = sorted.some(({ share }) => share > 0);
  return (
    <ChartFrame
      title="Importance"
      explanation={EXPLANATION}
      summary={`Importance of ${sorted.length} parameters, told from ${trials} trials. ${sorted
        .slice(0, 3)
        .map(({ name, share }) => `${name}: ${formatPercent(share)}`)
        .join(", ")}.`}
      empty={isKnown ? undefined : "There are too few trials to tell which parameters matter."}
      draw={draw}
      table={() => ({
        columns: ["parameter", "share"],
        count: sorted.length,
        row: (i) => [sorted[i]?.name ?? "", formatPercent(sorted[i]?.share ?? 0)],
      })}
      height={height ?? Math.min(MOST, Math.max(1, sorted.length)) * ROW + 8}
      headingLevel={headingLevel}
    />
  );
}

function drawBars(importance: readonly Importance[]): Draw {
  return (painter, theme) => {
    const row = Math.min(ROW, (painter.height - 8) / Math.max(1, importance.length));
    const size = Math.min(12, row - 3);
    const measure = (text: string): number => painter.measure(text, size);
    const widest = painter.width * 0.4;
    const names = importance.map(({ name }) => fitText(name, widest, measure));
    const left = Math.max(0, ...names.map(measure)) + 12;
    const most = Math.max(...importance.map(({ share }) => share));
    const length = painter.width - left - 64;
    const boxes = importance.map(({ name, share }, i) => {
      const [y, width] = [4 + i * row, Math.max(1, (share / most) * length)];
      painter.text(left - 8, y + row / 2, names[i] ?? name, { color: theme.ink, size, align: "end" });
      painter.rect({ x: left, y: y + 4, width, height: row - 8 }, { fill: theme.series[0] ?? theme.accent });
      painter.text(left + width + 6, y + row / 2, formatPercent(share), { color: theme.muted, size });
      return { x: 0, y, width: painter.width, height: row };
    });
    const describe = (index: number): string[] => {
      const { name, share } = importance[index] as Importance;
      return [fitText(name, 60, (text) => text.length), `${formatPercent(share)} of what all parameters account for`];
    };
    return boxHits(boxes, { describe });
  };
}
