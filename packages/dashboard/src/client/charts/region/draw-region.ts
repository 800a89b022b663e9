import type { CascadeMap, ParameterInfo, TrialColumns } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import type { Direction } from "../data/best-so-far.js";
import { bestSoFar } from "../data/best-so-far.js";
import { thinPoints } from "../data/thin-points.js";
import { isFeasible } from "../data/trial-kind.js";
import { bestEntry, drawBest } from "../painter/best-mark.js";
import type { Draw } from "../painter/draw.js";
import { pointHits } from "../painter/hits.js";
import { drawLegend } from "../painter/legend.js";
import type { Painter } from "../painter/painter.js";
import { drawPlot, type Plot } from "../painter/plot.js";
import { drawRampLegend } from "../painter/ramp-legend.js";
import { type ChartTheme, mix } from "../painter/theme.js";
import { type Axis, choiceAxis, extent, numberAxis } from "../scale/scale.js";

export interface RegionView {
  readonly map: CascadeMap;
  readonly x: ParameterInfo;
  readonly y: ParameterInfo;
  readonly columns: TrialColumns;
  readonly direction: Direction;
}

/** Draws the accepted region over two parameters, with the trials on it. */
export function drawRegion({ map, x, y, columns, direction }: RegionView): Draw {
  const trials = Int32Array.from({ length: columns.count }, (_, i) => i).filter(
    (i) => isFeasible(columns, i) && isPlaced(columns, x, i) && isPlaced(columns, y, i),
  );
  const best = bestSoFar(columns, direction).trials.at(-1);
  return (painter, theme) => {
    const top = drawKeys(painter, theme, map, best !== undefined);
    const axes = { x: edgeAxis(x, map.xEdges, columns), y: edgeAxis(y, map.yEdges, columns) };
    const outer = { x: 0, y: top, width: painter.width, height: painter.height - top };
    const plot = drawPlot(painter, theme, axes, outer, 0);
    drawCells(painter, theme, plot, map);
    const xs = Float64Array.from(trials, (i) => plot.x.map(columns.params[x.name]?.[i] as number));
    const ys = Float64Array.from(trials, (i) => plot.y.map(columns.params[y.name]?.[i] as number));
    const kept = thinPoints(xs, ys, painter.width, painter.height, 2);
    const pick = (from: Float64Array): Float64Array => Float64Array.from(kept, (i) => from[i] as number);
    const radius = kept.length > 2000 ? 1.2 : 2;
    painter.markers(pick(xs), pick(ys), { shape: "circle", radius, color: theme.ink, opacity: 0.75 });
    const at = best === undefined ? -1 : trials.indexOf(best);
    if (at >= 0) drawBest(painter, theme, xs[at] as number, ys[at] as number);
    return pointHits(xs, ys, {
      describe: (i) => [`Trial ${trials[i]}`, `value ${formatNumber(columns.value[trials[i] as number])}`],
      id: (i) => trials[i],
    });
  };
}

/** Colour of a cell by its accepted share, as far from the ground as it is accepted. */
function regionColor(share: number, theme: ChartTheme): string {
  return mix(theme.sunken, theme.accent, share === 0 ? 0 : 0.18 + 0.62 * share);
}

/** What a map shows, in words. */
export function regionMethod({ method, stage }: CascadeMap): string {
  const way = method === "slice" ? "Slice through the best trial" : "Marginal over all other parameters";
  return `${way}, ${stage === 0 ? "before any stage" : `after stage ${stage}`}`;
}

function drawKeys(painter: Painter, theme: ChartTheme, map: CascadeMap, hasBest: boolean): number {
  const height = drawRampLegend(painter, theme, ["0 %", "100 % accepted"], (share) => regionColor(share, theme));
  const trial = { label: "trial", color: theme.ink, marker: "circle" } as const;
  const top = drawLegend(painter, theme, hasBest ? [trial, bestEntry(theme)] : [trial], { top: height });
  painter.text(8, top + 8, regionMethod(map), { color: theme.muted, size: 11 });
  return top + 18;
}

function isPlaced(columns: TrialColumns, { name }: ParameterInfo, trial: number): boolean {
  return typeof columns.params[name]?.[trial] === "number";
}

/** Through the edges of the cells; where an outer one lies at infinity, through the values that were tried. */
function edgeAxis(parameter: ParameterInfo, edges: readonly (number | null)[], columns: TrialColumns): Axis {
  const { name, choices, log } = parameter;
  if (choices) return choiceAxis(name, choices.map(String));
  const tried = edges.includes(null) ? (extent(columns.params[name] ?? []) ?? []) : [];
  const range = extent([...edges, ...tried]);
  return numberAxis(name, range, log && range && range[0] > 0 ? "log" : "linear");
}

function drawCells(
  painter: Painter,
  theme: ChartTheme,
  { box, x, y }: Plot,
  { bins, accepted, xEdges, yEdges }: CascadeMap,
): void {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const xs = xEdges.map((edge: number | null, i) =>
    Math.round(edge === null ? (i === 0 ? box.x : right) : x.map(edge)),
  );
  const ys = yEdges.map((edge: number | null, i) =>
    Math.round(edge === null ? (i === 0 ? bottom : box.y) : y.map(edge)),
  );
  for (let row = 0; row < bins; row++) {
    const [low, high] = [ys[row] as number, ys[row + 1] as number];
    // On whole pixels, and neighbours of one colour together, so that no seams are left between them.
    for (let column = 0; column < bins; ) {
      const share = accepted[row * bins + column] as number;
      let end = column + 1;
      while (end < bins && accepted[row * bins + end] === share) end++;
      const [from, to] = [xs[column] as number, xs[end] as number];
      painter.rect({ x: from, y: high, width: to - from, height: low - high }, { fill: regionColor(share, theme) });
      column = end;
    }
  }
}
