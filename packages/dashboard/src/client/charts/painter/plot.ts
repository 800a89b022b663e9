import type { Axis, Scale } from "../scale/scale.js";
import type { Box, Painter } from "./painter.js";
import { fitText } from "./plain-text.js";
import type { ChartTheme } from "./theme.js";

/** A plot with two axes: where its marks go. */
export interface Plot {
  readonly box: Box;
  readonly x: Scale;
  readonly y: Scale;
}

const TICK = 11;
const TICK_HEIGHT = 16;
const WIDEST_LABEL = 140;
/** Pixels between the marks at the ends of an axis and the frame. */
const INSET = 6;
/** Pixels that a tick label and the space to its neighbour need. */
const X_STEP = 70;
const Y_STEP = 38;

/** Draws both axes with their grid into `outer`, and says what is left for the marks; `inset` pixels of it are beyond the axes' ranges. */
export function drawPlot(
  painter: Painter,
  theme: ChartTheme,
  axes: { readonly x: Axis; readonly y: Axis },
  outer: Box,
  inset = INSET,
): Plot {
  const measure = (text: string): number => painter.measure(text, TICK);
  const top = outer.y + 8;
  const bottom = outer.y + outer.height - TICK_HEIGHT - (axes.x.title === "" ? 6 : 20);
  const y = axes.y.place(bottom - inset, top + inset, (bottom - top) / Y_STEP);
  const widest = Math.min(WIDEST_LABEL, outer.width / 3);
  const labels = y.ticks.map(({ label }) => fitText(label, widest, measure));
  const left = outer.x + Math.ceil(Math.max(16, ...labels.map(measure))) + 10 + (axes.y.title === "" ? 0 : 18);
  const right = outer.x + outer.width - 12;
  const x = axes.x.place(left + inset, right - inset, (right - left) / X_STEP);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  drawRows(painter, theme, y, labels, box);
  drawColumns(painter, theme, x, box);
  const title = { color: theme.muted, size: TICK };
  const shorten = (text: string, width: number): string => fitText(text, width, measure);
  painter.text(left + box.width / 2, outer.y + outer.height - 9, shorten(axes.x.title, box.width), {
    ...title,
    align: "middle",
  });
  painter.text(outer.x + 9, top + box.height / 2, shorten(axes.y.title, box.height), {
    ...title,
    align: "middle",
    upright: true,
  });
  return { box, x, y };
}

function drawRows(painter: Painter, theme: ChartTheme, y: Scale, labels: readonly string[], box: Box): void {
  let last = Number.POSITIVE_INFINITY;
  y.ticks.forEach(({ value }, i) => {
    const at = y.map(value);
    if (Number.isNaN(at)) return;
    painter.line([box.x, box.x + box.width], [at, at], { color: theme.grid, width: 1 });
    if (Math.abs(last - at) < TICK + 2) return;
    last = at;
    painter.text(box.x - 8, at, labels[i] as string, { color: theme.muted, size: TICK, align: "end" });
  });
}

function drawColumns(painter: Painter, theme: ChartTheme, x: Scale, box: Box): void {
  const bottom = box.y + box.height;
  painter.line([box.x, box.x + box.width], [bottom, bottom], { color: theme.muted, width: 1 });
  const gap =
    x.ticks.length > 1 ? Math.abs(x.map(x.ticks[1]?.value as number) - x.map(x.ticks[0]?.value as number)) : box.width;
  let end = Number.NEGATIVE_INFINITY;
  for (const { value, label } of x.ticks) {
    const at = x.map(value);
    if (Number.isNaN(at)) continue;
    painter.line([at, at], [bottom, bottom + 4], { color: theme.muted, width: 1 });
    const text = fitText(label, Math.max(gap - 6, 24), (given) => painter.measure(given, TICK));
    const half = painter.measure(text, TICK) / 2;
    if (at - half < end + 4) continue;
    end = at + half;
    painter.text(at, bottom + 13, text, { color: theme.muted, size: TICK, align: "middle" });
  }
}
