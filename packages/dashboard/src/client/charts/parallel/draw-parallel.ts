import type { TrialColumns } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import { rampBins } from "../data/ramp-bins.js";
import type { Draw } from "../painter/draw.js";
import type { Hits } from "../painter/hits.js";
import type { Painter } from "../painter/painter.js";
import { fitText } from "../painter/plain-text.js";
import { drawRampLegend } from "../painter/ramp-legend.js";
import { type ChartTheme, rampColor } from "../painter/theme.js";
import { isInRanges, type ParallelAxis, type Ranges } from "./parallel-axes.js";
import { type ParallelLayout, parallelLayout } from "./parallel-layout.js";

export interface ParallelView {
  readonly columns: TrialColumns;
  readonly axes: readonly ParallelAxis[];
  /** Trials to draw, from worst to best. */
  readonly lines: readonly number[];
  /** 0 to 1 for each trial. */
  readonly goodness: Float64Array;
  readonly ranges: Ranges;
}

/** Where a trial without a value passes an axis. */
const GAP = -0.08;
const SIZE = 11;

/** Draws a line for each trial through its places on all axes; those outside of a range are grey and below. */
export function drawParallel(view: ParallelView): Draw {
  const { axes, lines, goodness, ranges } = view;
  return (painter, theme) => {
    const layout = parallelLayout(painter.width, painter.height, axes.length);
    drawRampLegend(painter, theme, ["worst", "best value"]);
    const places = lines.map((trial) =>
      axes.map(({ values, unit }, axis) => {
        const value = values[trial];
        const at = typeof value === "number" ? unit.map(value) : Number.NaN;
        return layout.place(axis, Number.isFinite(at) ? at : GAP);
      }),
    );
    const isIn = lines.map((trial) => isInRanges(axes, ranges, trial));
    const outside = places.filter((_, i) => !isIn[i]);
    drawLines(painter, outside, { color: theme.grid, width: 1, opacity: 0.8 });
    const opacity = lines.length > 200 ? 0.5 : 0.85;
    for (const { share, indices } of rampBins(
      lines.map((trial, i) => (isIn[i] ? (goodness[trial] ?? Number.NaN) : Number.NaN)),
    )) {
      const style = {
        color: rampColor(share, theme.isDark),
        width: share > 0.9 && lines.length <= 200 ? 1.6 : 1,
        opacity: share > 0.9 ? 0.9 : opacity,
      };
      drawLines(
        painter,
        indices.map((i) => places[i] ?? []),
        style,
      );
    }
    for (const [i, axis] of axes.entries()) drawAxis(painter, theme, layout, axis, i, ranges[axis.key]);
    return lineHits(view, places, isIn);
  };
}

type Place = readonly [x: number, y: number];

function drawLines(
  painter: Painter,
  lines: readonly (readonly Place[])[],
  style: { readonly color: string; readonly width: number; readonly opacity: number },
): void {
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const line of lines) {
    for (const [x, y] of line) {
      xs.push(x);
      ys.push(y);
    }
    xs.push(Number.NaN);
    ys.push(Number.NaN);
  }
  painter.line(xs, ys, style);
}

function drawAxis(
  painter: Painter,
  theme: ChartTheme,
  layout: ParallelLayout,
  { axis, unit, hasGap }: ParallelAxis,
  index: number,
  range: readonly [number, number] | undefined,
): void {
  const { isStacked } = layout;
  const [start, end] = [layout.place(index, 0), layout.place(index, 1)];
  painter.line([start[0], end[0]], [start[1], end[1]], { color: theme.muted, width: 1 });
  if (range) {
    const [low, high] = range.map((value) => layout.place(index, Math.max(0, Math.min(1, unit.map(value))))) as [
      Place,
      Place,
    ];
    painter.line([low[0], high[0]], [low[1], high[1]], { color: theme.accent, width: 8, opacity: 0.45 });
  }
  const room = Math.abs(layout.place(1, 0)[0] - layout.place(0, 0)[0]);
  const title = (width: number): string => fitText(axis.title, width, (text) => painter.measure(text, 12));
  if (isStacked) drawStackedTitle(painter, theme, title(painter.width - 16), start[1] - 16);
  else
    painter.text(end[0], end[1] - 22, title(Math.max(room - 12, 60)), {
      color: theme.ink,
      bold: true,
      align: "middle",
    });
  drawTicks(painter, theme, layout, { ticks: unit.ticks, unit, index, room });
  if (!hasGap) return;
  const [x, y] = layout.place(index, GAP);
  painter.text(x, isStacked ? y + 13 : y + 8, "none", { color: theme.muted, size: 10, align: "middle" });
}

function drawStackedTitle(painter: Painter, theme: ChartTheme, title: string, y: number): void {
  painter.rect(
    { x: 4, y: y - 9, width: painter.measure(title, 12) * 1.1 + 8, height: 18 },
    { fill: theme.surface, opacity: 0.8 },
  );
  painter.text(8, y, title, { color: theme.ink, bold: true });
}

interface AxisTicks extends Pick<ParallelAxis, "unit"> {
  readonly ticks: ParallelAxis["unit"]["ticks"];
  readonly index: number;
  readonly room: number;
}

function drawTicks(
  painter: Painter,
  theme: ChartTheme,
  layout: ParallelLayout,
  { ticks, unit, index, room }: AxisTicks,
): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const { value, label } of ticks) {
    const [x, y] = layout.place(index, unit.map(value));
    const text = fitText(label, layout.isStacked ? 90 : Math.max(30, room - 16), (each) => painter.measure(each, SIZE));
    const [at, size] = layout.isStacked ? [x, painter.measure(text, SIZE) + 8] : [-y, SIZE + 4];
    if (at - last < size) continue;
    last = at;
    const style = { color: theme.ink, size: SIZE } as const;
    // A ground of the page's colour keeps the text legible on top of the lines.
    const width = painter.measure(text, SIZE);
    const [left, middle] = layout.isStacked ? [x - width / 2, y + 12] : [x + 5, y];
    painter.rect({ x: left - 2, y: middle - 7, width: width + 4, height: 14 }, { fill: theme.surface, opacity: 0.8 });
    painter.line(layout.isStacked ? [x, x] : [x - 3, x + 3], layout.isStacked ? [y - 3, y + 3] : [y, y], {
      color: theme.muted,
      width: 1,
    });
    painter.text(left, middle, text, style);
  }
}

function lineHits(
  { columns, lines }: ParallelView,
  places: readonly (readonly Place[])[],
  isIn: readonly boolean[],
): Hits {
  const shown = lines.flatMap((_, i) => (isIn[i] ? [i] : [])).reverse();
  const trial = (index: number): number => lines[shown[index] as number] as number;
  return {
    count: shown.length,
    find(x, y) {
      let [nearest, least] = [-1, 15 ** 2];
      shown.forEach((line, index) => {
        for (const [px, py] of places[line] ?? []) {
          const distance = (px - x) ** 2 + (py - y) ** 2;
          if (distance < least) [nearest, least] = [index, distance];
        }
      });
      return nearest;
    },
    place: (index) => places[shown[index] as number]?.at(-1) ?? [0, 0],
    outline: (index) => places[shown[index] as number] ?? [],
    describe: (index) => [`Trial ${trial(index)}`, `value ${formatNumber(columns.value[trial(index)] ?? Number.NaN)}`],
    id: trial,
  };
}
