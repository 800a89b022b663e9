import { stepLine } from "../data/best-so-far.js";
import { type ScaleChoice, scaleKind } from "../data/scale-choice.js";
import type { Draw } from "../painter/draw.js";
import { pointHits } from "../painter/hits.js";
import { drawLegend } from "../painter/legend.js";
import { drawPlot } from "../painter/plot.js";
import { lineStyle } from "../painter/theme.js";
import { extent, numberAxis } from "../scale/scale.js";

/** One line of a chart. */
export interface Line {
  readonly label: string;
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  /** What there is to say about its point `index`. */
  describe(index: number): readonly string[];
  /** What choosing one of its points means. */
  readonly id: number;
}

interface LinesView {
  readonly lines: readonly Line[];
  readonly xTitle: string;
  readonly scale: ScaleChoice;
  /** Stays at each value up to the next point, and at the last one up to here. */
  readonly stepsTo?: number;
}

/** Points farther apart than this get a mark. */
const SPARSE = 8;

/** Draws lines that differ in colour and dashes. */
export function drawLines({ lines, xTitle, scale, stepsTo }: LinesView): Draw {
  const points = lines.flatMap(({ xs, ys }, line) => Array.from(xs, (x, i) => ({ line, i, x, y: ys[i] as number })));
  const range = extent(points.map(({ y }) => y));
  const across = extent([...points.map(({ x }) => x), ...(stepsTo === undefined ? [] : [stepsTo])]);
  return (painter, theme) => {
    const entries = lines.map(({ label }, i) => ({ label, ...lineStyle(i, theme) }));
    const top = drawLegend(painter, theme, entries);
    const axes = { x: numberAxis(xTitle, across), y: numberAxis("value", range, scaleKind(scale, range)) };
    const plot = drawPlot(painter, theme, axes, { x: 0, y: top, width: painter.width, height: painter.height - top });
    lines.forEach(({ xs, ys }, i) => {
      const [px, py] = [Array.from(xs, plot.x.map), Array.from(ys, plot.y.map)];
      const style = lineStyle(i, theme);
      const [lx, ly] = stepsTo === undefined ? [px, py] : stepLine(px, py, plot.x.map(stepsTo));
      painter.line(lx, ly, { ...style, width: 2 });
      if (plot.box.width / px.length > SPARSE)
        painter.markers(px, py, { shape: "circle", radius: 2.5, color: style.color });
    });
    return pointHits(
      points.map(({ x }) => plot.x.map(x)),
      points.map(({ y }) => plot.y.map(y)),
      {
        describe: (index) => lines[points[index]?.line as number]?.describe(points[index]?.i as number) ?? [],
        id: (index) => lines[points[index]?.line as number]?.id,
      },
    );
  };
}
