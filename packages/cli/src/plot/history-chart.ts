import type { Study, Trial } from "@shac/core";
import stringWidth from "string-width";
import { formatAlong } from "../output/format.js";
import type { Style } from "../output/style.js";
import { wrap } from "../output/wrap.js";
import { MarkChart } from "./mark-chart.js";
import { type ValueScale, valueScale } from "./value-scale.js";

/** Rows for values. */
const HEIGHT = 13;
/** Columns beside the labels: the axis and a margin. */
const AXIS = 3;
const NARROWEST = 20;

/** Marks of trials without a value, each in a row of its own below the values. */
const VALUELESS = ["failed", "pruned"] as const;

/** A chart of each trial's value with the best so far, and what its marks mean; none while no trial is finished. */
export function historyChart(study: Pick<Study, "trials" | "direction">, width: number, style: Style): string[] {
  const { trials, direction } = study;
  const finished = trials.filter(({ state }) => state !== "waiting" && state !== "running");
  if (finished.length === 0) return [];
  const strips = VALUELESS.filter((own) => finished.some(({ state }) => state === own));
  const values = finished.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const scale = values.length === 0 ? undefined : valueScale(values, direction);
  const labels = new Map<number, string>(strips.map((own, row) => [row, own]));
  for (const [row, label] of scale === undefined ? [] : valueLabels(scale)) labels.set(strips.length + row, label);
  const labelWidth = Math.max(...[...labels.values()].map((label) => stringWidth(label)));
  const chart = new MarkChart({
    columns: Math.max(width - labelWidth - AXIS, NARROWEST),
    rows: strips.length + (scale === undefined ? 0 : HEIGHT),
    places: trials.length,
    worse: direction === "minimize" ? "above" : "below",
  });
  for (const { number, state } of finished) {
    if (state === "failed" || state === "pruned") chart.draw(chart.columnOf(number), strips.indexOf(state), state);
  }
  if (scale !== undefined) drawValues(chart, finished, scale, strips.length);
  if (scale !== undefined) drawBest(chart, finished, direction, scale, strips.length);
  const legend = [...chart.legend(style), ...(scale?.isLogarithmic ? ["logarithmic scale"] : [])];
  return [...chart.lines(labels, style), ...wrap(legend, width, 0)];
}

/** What the value is called at some rows, the lowest being 0. */
function valueLabels(scale: ValueScale): [row: number, label: string][] {
  const rows = scale.low === scale.high ? [(HEIGHT - 1) / 2] : [0, (HEIGHT - 1) / 2, HEIGHT - 1];
  const values = rows.map((row) => scale.at(row / (HEIGHT - 1)));
  const labels = formatAlong(scale.low, scale.high, values);
  return rows.map((row, i) => [row, labels[i] as string]);
}

function drawValues(chart: MarkChart, finished: readonly Trial[], scale: ValueScale, base: number): void {
  for (const { number, value, violation } of finished) {
    if (value === undefined) continue;
    const position = scale.position(value);
    const isBeyond = position < 0 || position > 1;
    const mark = isBeyond ? "beyond" : violation === undefined ? "value" : "infeasible";
    chart.draw(chart.columnOf(number), base + rowOf(position), mark);
  }
}

/** A line through all columns from the first best trial on. */
function drawBest(
  chart: MarkChart,
  finished: readonly Trial[],
  direction: "minimize" | "maximize",
  scale: ValueScale,
  base: number,
): void {
  const sign = direction === "minimize" ? 1 : -1;
  let best: number | undefined;
  let from = 0;
  const drawTo = (end: number): void => {
    if (best === undefined) return;
    for (let column = from; column < end; column++) chart.draw(column, base + rowOf(scale.position(best)), "best");
  };
  for (const { number, value, violation } of finished) {
    if (value === undefined || violation !== undefined || sign * value >= sign * (best ?? sign * Infinity)) continue;
    const column = chart.columnOf(number);
    drawTo(column);
    best = value;
    from = column;
  }
  drawTo(chart.columns);
}

function rowOf(position: number): number {
  return Math.round(Math.min(Math.max(position, 0), 1) * (HEIGHT - 1));
}
