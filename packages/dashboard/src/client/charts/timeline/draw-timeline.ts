import type { Timeline } from "../../../wire.js";
import { formatMilliseconds } from "../../format/duration.js";
import { formatPercent } from "../../format/number.js";
import type { Draw } from "../painter/draw.js";
import { boxHits } from "../painter/hits.js";
import { drawLegend } from "../painter/legend.js";
import type { Box, MarkerShape, Painter } from "../painter/painter.js";
import { fitText } from "../painter/plain-text.js";
import type { ChartTheme } from "../painter/theme.js";
import { numberAxis } from "../scale/scale.js";

type Evaluation = Timeline["evaluations"][number];
type Outcome = Evaluation["outcome"];

export const TIMELINE_ROW = 30;
export const TIMELINE_HEAD = 32;
export const TIMELINE_FOOT = 34;
const SIZE = 12;

/** Marks beside the colours; "lost" evaluations are outlined. */
const shapes: Readonly<Record<Outcome, MarkerShape>> = {
  complete: "square",
  running: "ring",
  failed: "cross",
  pruned: "triangle",
  lost: "diamond",
  stopped: "circle",
};
const outcomes = ["complete", "running", "failed", "pruned", "lost", "stopped"] as const;

/** Draws what each worker slot evaluated when, with its utilisation. */
export function drawTimeline(timeline: Timeline, window: readonly [from: number, to: number]): Draw {
  const { slots, evaluations } = timeline;
  const seen = evaluations.filter(({ startMs, endMs }) => startMs <= window[1] && (endMs ?? window[1]) >= window[0]);
  const kinds = outcomes.filter((outcome) => seen.some((each) => each.outcome === outcome));
  const unit = timeUnit(window[1] - window[0]);
  return (painter, theme) => {
    const legend = drawLegend(
      painter,
      theme,
      kinds.map((kind) => ({ label: kind, color: outcomeColor(kind, theme), marker: shapes[kind] })),
    );
    const top = Math.max(TIMELINE_HEAD, legend + 4);
    const measure = (text: string): number => painter.measure(text, SIZE);
    const names = slots.map(({ host, workerId }) =>
      fitText(host ? `${workerId} ${host}` : `worker ${workerId}`, painter.width * 0.3, measure),
    );
    const left = Math.max(0, ...names.map(measure)) + 14;
    const right = painter.width - 58;
    const bottom = painter.height - TIMELINE_FOOT;
    const row = (bottom - top) / Math.max(1, slots.length);
    const axis = numberAxis("", [window[0] / unit.ms, window[1] / unit.ms]).place(left, right, (right - left) / 70);
    for (const { value, label } of axis.ticks) {
      const x = axis.map(value);
      painter.line([x, x], [top, bottom], { color: theme.grid, width: 1 });
      painter.text(x, bottom + 11, label, { color: theme.muted, size: 11, align: "middle" });
    }
    painter.text((left + right) / 2, painter.height - 8, `${unit.name} since the first evaluation`, {
      color: theme.muted,
      size: 11,
      align: "middle",
    });
    slots.forEach(({ utilisation }, i) => {
      const middle = top + (i + 0.5) * row;
      painter.text(left - 8, middle, names[i] ?? "", { color: theme.ink, align: "end" });
      painter.text(right + 8, middle, formatPercent(utilisation), { color: theme.muted, size: 11 });
    });
    const boxes = seen.map(({ slot, startMs, endMs }): Box => {
      const [from, to] = [startMs, endMs ?? window[1]].map((ms) =>
        axis.map(Math.max(window[0], Math.min(window[1], ms)) / unit.ms),
      ) as [number, number];
      return { x: from, y: top + slot * row + row * 0.14, width: Math.max(1, to - from), height: row * 0.72 };
    });
    drawEvaluations(painter, theme, seen, boxes);
    return boxHits(boxes, {
      describe: (i) => describeEvaluation(seen[i] as Evaluation, timeline),
      id: (i) => seen[i]?.trial,
    });
  };
}

function outcomeColor(outcome: Outcome, theme: ChartTheme): string {
  if (outcome === "stopped") return theme.muted;
  return outcome === "lost" ? theme.best : theme[outcome];
}

function drawEvaluations(
  painter: Painter,
  theme: ChartTheme,
  evaluations: readonly Evaluation[],
  boxes: readonly Box[],
): void {
  let last: { readonly slot: number; readonly pixel: number; readonly outcome: Outcome } | undefined;
  evaluations.forEach(({ slot, outcome }, i) => {
    const box = boxes[i] as Box;
    // Of many evaluations within one pixel only the first of each outcome can be seen.
    const pixel = Math.floor(box.x);
    if (box.width <= 1 && last?.slot === slot && last.pixel === pixel && last.outcome === outcome) return;
    last = { slot, pixel, outcome };
    const color = outcomeColor(outcome, theme);
    const inset = box.width > 4 ? 0.5 : 0;
    const inner = { ...box, x: box.x + inset, width: box.width - 2 * inset };
    if (outcome === "lost")
      painter.rect(inner, { fill: color, opacity: 0.25, stroke: { color, dash: [3, 2], width: 1 } });
    else painter.rect(inner, { fill: color, opacity: outcome === "complete" ? 0.8 : 0.55 });
    if (outcome !== "complete" && box.width > 11) {
      const mark = outcome === "lost" ? color : theme.ink;
      painter.markers([box.x + box.width / 2], [box.y + box.height / 2], {
        shape: shapes[outcome],
        radius: 3.5,
        color: mark,
      });
    }
  });
}

function timeUnit(span: number): { readonly ms: number; readonly name: string } {
  if (span < 2000) return { ms: 1, name: "milliseconds" };
  if (span < 180_000) return { ms: 1000, name: "seconds" };
  if (span < 10_800_000) return { ms: 60_000, name: "minutes" };
  return { ms: 3_600_000, name: "hours" };
}

function describeEvaluation(
  { slot, trial, attempt, startMs, endMs, outcome }: Evaluation,
  { slots }: Timeline,
): string[] {
  const at = slots[slot];
  return [
    `Trial ${trial}${attempt > 1 ? `, attempt ${attempt}` : ""}`,
    outcome,
    endMs === null ? "not finished" : `took ${formatMilliseconds(endMs - startMs)}`,
    ...(at ? [at.host ? `${at.host}, worker ${at.workerId}` : `worker ${at.workerId}`] : []),
  ];
}
