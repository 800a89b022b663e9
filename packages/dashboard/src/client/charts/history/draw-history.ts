import type { TrialColumns } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import { bestSoFar, type Direction, stepLine } from "../data/best-so-far.js";
import { quantile, sortNumbers } from "../data/quantile.js";
import { type ScaleChoice, scaleKind } from "../data/scale-choice.js";
import { thinPoints } from "../data/thin-points.js";
import {
  countKinds,
  isFeasible,
  kindLegend,
  kindMark,
  type TrialKind,
  trialKind,
  trialKinds,
} from "../data/trial-kind.js";
import type { Draw } from "../painter/draw.js";
import { type Hits, pointHits } from "../painter/hits.js";
import { drawLegend } from "../painter/legend.js";
import type { Painter } from "../painter/painter.js";
import { drawPlot, type Plot } from "../painter/plot.js";
import type { ChartTheme } from "../painter/theme.js";
import { extent, numberAxis } from "../scale/scale.js";

/** Which values the vertical axis spans. */
export type Span = "all" | "half" | "tenth";

export interface HistoryView {
  readonly columns: TrialColumns;
  readonly direction: Direction;
  readonly scale: ScaleChoice;
  readonly span: Span;
}

/** Height of the lane for trials of one kind that have no value. */
const LANE = 14;

/** Draws the value of each trial by its number, with the best so far. */
export function drawHistory(view: HistoryView): Draw {
  const { columns, direction } = view;
  const counts = countKinds(columns);
  const best = bestSoFar(columns, direction);
  const range = valueRange(view);
  const lanes = (["failed", "pruned"] as const).filter((kind) => counts[kind] > 0);
  return (painter, theme) => {
    const bestEntry = { label: "best so far", color: theme.best };
    const legend = drawLegend(painter, theme, [
      ...kindLegend(theme, counts),
      ...(best.trials.length > 0 ? [bestEntry] : []),
    ]);
    const top = legend + lanes.length * LANE;
    const plot = drawPlot(
      painter,
      theme,
      {
        x: numberAxis("trial", [0, Math.max(1, columns.count - 1)]),
        y: numberAxis("value", range, scaleKind(view.scale, range)),
      },
      { x: 0, y: top, width: painter.width, height: painter.height - top },
    );
    const points = placeTrials(view, plot, (lane) => legend + (lanes.indexOf(lane) + 0.5) * LANE + 4);
    drawTrials(painter, theme, plot, points);
    const [xs, ys] = stepLine(best.trials.map(plot.x.map), best.values.map(plot.y.map), plot.x.map(columns.count - 1));
    painter.clip(plot.box, () => painter.line(xs, ys, { color: theme.best, width: 2 }));
    return trialHits(columns, points);
  };
}

/** Range of the vertical axis. */
function valueRange({ columns, direction, span }: HistoryView): readonly [number, number] | undefined {
  const whole = extent(columns.value);
  if (span === "all" || !whole) return whole;
  const sorted = sortNumbers(columns.value.map((value, i) => (isFeasible(columns, i) ? value : null)));
  if (sorted.length === 0) return whole;
  const share = span === "half" ? 0.5 : 0.1;
  const edge = quantile(sorted, direction === "minimize" ? share : 1 - share);
  return direction === "minimize" ? [sorted[0] as number, edge] : [edge, sorted.at(-1) as number];
}

interface PlacedTrials {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly trials: Int32Array;
  readonly kinds: readonly TrialKind[];
}

function placeTrials({ columns }: HistoryView, plot: Plot, lane: (kind: "failed" | "pruned") => number): PlacedTrials {
  const kinds: TrialKind[] = [];
  const [xs, ys] = [new Float64Array(columns.count), new Float64Array(columns.count)];
  const trials = new Int32Array(columns.count);
  const { y: top, height } = plot.box;
  for (let i = 0; i < columns.count; i++) {
    const kind = trialKind(columns, i);
    if (kind === "open") continue;
    const at = kind === "failed" || kind === "pruned" ? lane(kind) : plot.y.map(columns.value[i] as number);
    if (!(at <= top + height + 1) || (at < top - 1 && kind !== "failed" && kind !== "pruned")) continue;
    const index = kinds.push(kind) - 1;
    xs[index] = plot.x.map(i);
    ys[index] = at;
    trials[index] = i;
  }
  const count = kinds.length;
  return { xs: xs.subarray(0, count), ys: ys.subarray(0, count), trials: trials.subarray(0, count), kinds };
}

function drawTrials(painter: Painter, theme: ChartTheme, plot: Plot, points: PlacedTrials): void {
  const kept = thinPoints(points.xs, points.ys, painter.width, plot.box.y + plot.box.height + 1);
  const radius = kept.length < 300 ? 3.5 : kept.length < 3000 ? 2.5 : 1.5;
  for (const kind of trialKinds) {
    const own = kept.filter((index) => points.kinds[index] === kind);
    const pick = (from: Float64Array): Float64Array => Float64Array.from(own, (index) => from[index] as number);
    const opacity = kind === "complete" ? 0.75 : 1;
    painter.markers(pick(points.xs), pick(points.ys), { ...kindMark(kind, theme), radius, opacity });
  }
}

function trialHits(columns: TrialColumns, { xs, ys, trials }: PlacedTrials): Hits {
  return pointHits(xs, ys, {
    describe(index) {
      const trial = trials[index] as number;
      const value = columns.value[trial];
      const kind = trialKind(columns, trial);
      const batch = columns.batch[trial] as number;
      return [
        `Trial ${trial}`,
        ...(typeof value === "number" ? [`value ${formatNumber(value)}`] : []),
        ...(kind === "complete" || kind === "imported" ? [] : [kind]),
        batch < 0 ? "imported" : `batch ${batch}`,
      ];
    },
    id: (index) => trials[index],
  });
}
