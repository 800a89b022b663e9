import { contours } from "d3-contour";
import type { ParameterInfo, TrialColumns } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import { bestSoFar, type Direction } from "../data/best-so-far.js";
import { quantile, sortNumbers } from "../data/quantile.js";
import { thinPoints } from "../data/thin-points.js";
import { isFeasible } from "../data/trial-kind.js";
import { bestEntry, drawBest } from "../painter/best-mark.js";
import type { Draw } from "../painter/draw.js";
import { pointHits } from "../painter/hits.js";
import { drawLegend } from "../painter/legend.js";
import type { Painter, Ring } from "../painter/painter.js";
import { drawPlot, type Plot } from "../painter/plot.js";
import { drawRampLegend } from "../painter/ramp-legend.js";
import { type ChartTheme, rampColor } from "../painter/theme.js";
import { formatParameter, parameterAxis } from "../scale/parameter-axis.js";
import { smoothGrid } from "./smooth-grid.js";

export interface ContourView {
  readonly x: ParameterInfo;
  readonly y: ParameterInfo;
  readonly columns: TrialColumns;
  readonly direction: Direction;
}

/** Cells along an axis of numbers. */
const CELLS = 60;
const DENSE = 2000;
/** Areas between contour lines, each with as many cells of the map. */
const LEVELS = 10;

interface Surface {
  readonly columns: number;
  readonly rows: number;
  /** Row by row from below, the higher the better; NaN where no trial is near. */
  readonly goodness: Float64Array;
  readonly isSmooth: boolean;
}

/** Draws the value over two parameters, smoothed between the trials, with the trials on it. */
export function drawContour({ x, y, columns, direction }: ContourView): Draw {
  const sign = direction === "minimize" ? -1 : 1;
  const placed = (name: string, i: number): boolean => typeof columns.params[name]?.[i] === "number";
  const trials = columns.value.flatMap((_, i) =>
    isFeasible(columns, i) && placed(x.name, i) && placed(y.name, i) ? [i] : [],
  );
  const axes = { x: parameterAxis(x, columns.params[x.name] ?? []), y: parameterAxis(y, columns.params[y.name] ?? []) };
  const at = ({ name }: ParameterInfo, map: (value: number) => number): number[] =>
    trials.map((trial) => map(columns.params[name]?.[trial] as number));
  const grid = [gridAxis(x, trials.length), gridAxis(y, trials.length)] as const;
  const cellsOf = (parameter: ParameterInfo, axis: (typeof axes)["x"], cells: number): number[] =>
    at(parameter, axis.place(0, cells, 2).map).map((cell) => Math.min(cells - 1, Math.floor(cell)));
  const { means } = smoothGrid(
    cellsOf(x, axes.x, grid[0].cells),
    cellsOf(y, axes.y, grid[1].cells),
    trials.map((trial) => sign * (columns.value[trial] as number)),
    grid[0],
    grid[1],
  );
  const isSmooth = grid.every(({ bandwidth }) => bandwidth > 0);
  const surface = { columns: grid[0].cells, rows: grid[1].cells, goodness: means, isSmooth };
  const levels = contourLevels(means);
  const best = bestSoFar(columns, direction).trials.at(-1);
  return (painter, theme) => {
    const ends = [levels[0], levels.at(-1)].map((level) =>
      formatNumber(Number((sign * (level ?? Number.NaN)).toPrecision(3))),
    );
    const ramp = drawRampLegend(painter, theme, [`worst ${ends[0]}`, `better than ${ends[1]}`]);
    const top = drawLegend(painter, theme, contourKeys(theme, best !== undefined), { top: ramp });
    const plot = drawPlot(
      painter,
      theme,
      axes,
      { x: 0, y: top, width: painter.width, height: painter.height - top },
      0,
    );
    drawSurface(painter, theme, plot, surface, levels);
    const [xs, ys] = [at(x, plot.x.map), at(y, plot.y.map)];
    drawPoints(painter, theme, [xs, ys], trials.indexOf(best ?? -1));
    return pointHits(xs, ys, {
      describe: (i) => describeTrial(trials[i] as number, { x, y, columns, direction }),
      id: (i) => trials[i],
    });
  };
}

function gridAxis({ choices }: ParameterInfo, trials: number): { readonly cells: number; readonly bandwidth: number } {
  if (choices) return { cells: choices.length, bandwidth: 0 };
  // The rate of Scott's rule for two dimensions, within what still looks like a map.
  const share = Math.max(0.03, Math.min(0.12, 0.25 * trials ** (-1 / 6)));
  return { cells: CELLS, bandwidth: share * CELLS };
}

function contourLevels(means: Float64Array): number[] {
  const sorted = sortNumbers(means);
  const levels = Array.from({ length: LEVELS }, (_, i) => quantile(sorted, i / LEVELS));
  return [...new Set(levels)].filter(Number.isFinite);
}

function contourKeys(theme: ChartTheme, hasBest: boolean) {
  const trial = { label: "trial", color: theme.ink, marker: "circle" } as const;
  return hasBest ? [trial, bestEntry(theme)] : [trial];
}

function drawSurface(
  painter: Painter,
  theme: ChartTheme,
  { box }: Plot,
  surface: Surface,
  levels: readonly number[],
): void {
  const { columns, rows, goodness, isSmooth } = surface;
  const [width, height] = [box.width / columns, box.height / rows];
  const color = (level: number): string => rampColor(levels.length < 2 ? 1 : level / (levels.length - 1), theme.isDark);
  painter.rect(box, { fill: theme.sunken });
  if (!isSmooth) {
    goodness.forEach((value, cell) => {
      const level = levels.findLastIndex((each) => value >= each);
      const [x, y] = [box.x + (cell % columns) * width, box.y + box.height - (Math.floor(cell / columns) + 1) * height];
      if (level >= 0) painter.rect({ x, y, width: width + 0.3, height: height + 0.3 }, { fill: color(level) });
    });
    return;
  }
  const find = contours().size([columns + 2, rows + 2]);
  const grid = framed(surface);
  const place = (point: readonly number[]): [number, number] => [
    box.x + ((point[0] as number) - 1) * width,
    box.y + box.height - ((point[1] as number) - 1) * height,
  ];
  painter.clip(box, () => {
    levels.forEach((level, i) => {
      // d3-contour takes what is not a number for lower than every level.
      const rings: Ring[] = find
        .contour(grid, level)
        .coordinates.flatMap((polygon) => polygon.map((ring) => ring.map(place)));
      painter.area(rings, { fill: color(i) });
    });
  });
}

/** The surface with its outermost cells once more around it: contours end half a cell before the edge of their grid. */
function framed({ columns, rows, goodness }: Surface): number[] {
  const inside = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at - 1));
  return Array.from({ length: (columns + 2) * (rows + 2) }, (_, cell) => {
    const [column, row] = [cell % (columns + 2), Math.floor(cell / (columns + 2))];
    return goodness[inside(row, rows) * columns + inside(column, columns)] as number;
  });
}

function drawPoints(painter: Painter, theme: ChartTheme, [xs, ys]: readonly [number[], number[]], best: number): void {
  // Of very many trials only some are drawn, for the map to be seen between them.
  const kept = thinPoints(xs, ys, painter.width, painter.height, xs.length > DENSE ? 6 : 2);
  const pick = (from: readonly number[]): number[] => Array.from(kept, (i) => from[i] as number);
  if (xs.length <= DENSE) {
    // A rim in the colour of the page, so that a point is seen on every colour of the map.
    painter.markers(pick(xs), pick(ys), { shape: "circle", radius: 3, color: theme.surface, opacity: 0.6 });
  }
  painter.markers(pick(xs), pick(ys), { shape: "circle", radius: xs.length > DENSE ? 0.8 : 2, color: theme.ink });
  if (best >= 0) drawBest(painter, theme, xs[best] as number, ys[best] as number);
}

function describeTrial(trial: number, { x, y, columns }: ContourView): string[] {
  return [
    `Trial ${trial}`,
    `value ${formatNumber(columns.value[trial] as number)}`,
    ...[x, y].map((each) => `${each.name} ${formatParameter(each, columns.params[each.name]?.[trial])}`),
  ];
}
