import type { ParameterInfo, TrialColumns } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import { rampBins } from "../data/ramp-bins.js";
import { type ScaleChoice, scaleKind } from "../data/scale-choice.js";
import { thinPoints } from "../data/thin-points.js";
import { isFeasible } from "../data/trial-kind.js";
import type { Draw } from "../painter/draw.js";
import { pointHits } from "../painter/hits.js";
import type { Box, Painter } from "../painter/painter.js";
import { drawPlot } from "../painter/plot.js";
import { drawRampLegend } from "../painter/ramp-legend.js";
import { type ChartTheme, rampColor } from "../painter/theme.js";
import { formatParameter, parameterAxis } from "../scale/parameter-axis.js";
import { extent, numberAxis } from "../scale/scale.js";

const PANEL_WIDTH = 260;
const PANEL_HEIGHT = 210;
const LEGEND = 26;

/** How many panels stand side by side, in rows as even as can be. */
function panelsAcross(width: number, count: number): number {
  const most = Math.max(1, Math.min(count, Math.floor(width / PANEL_WIDTH)));
  return Math.ceil(count / Math.ceil(count / most));
}

/** Height of all panels at a width. */
export function slicesHeight(width: number, count: number): number {
  return LEGEND + Math.ceil(count / panelsAcross(width, count)) * PANEL_HEIGHT;
}

interface SlicesView {
  readonly columns: TrialColumns;
  readonly parameters: readonly ParameterInfo[];
  readonly scale: ScaleChoice;
}

interface PanelPoints {
  readonly xs: number[];
  readonly ys: number[];
  readonly trials: number[];
}

/** Draws the value against each parameter in a panel of its own; the later a trial, the stronger its colour. */
export function drawSlices({ columns, parameters, scale }: SlicesView): Draw {
  const trials = columns.value.flatMap((_, i) => (isFeasible(columns, i) ? [i] : []));
  const range = extent(trials.map((i) => columns.value[i] as number));
  const y = numberAxis("", range, scaleKind(scale, range));
  return (painter, theme) => {
    drawRampLegend(painter, theme, ["first trial", "last trial"]);
    const across = panelsAcross(painter.width, parameters.length);
    const [width, height] = [painter.width / across, (painter.height - LEGEND) / Math.ceil(parameters.length / across)];
    const all: PanelPoints = { xs: [], ys: [], trials: [] };
    const owners: ParameterInfo[] = [];
    parameters.forEach((parameter, i) => {
      const values = columns.params[parameter.name] ?? [];
      const outer = { x: (i % across) * width, y: LEGEND + Math.floor(i / across) * height, width: width - 8, height };
      const plot = drawPlot(painter, theme, { x: parameterAxis(parameter, values), y }, outer);
      const active = trials.filter((trial) => typeof values[trial] === "number");
      const points = {
        trials: active,
        xs: active.map((trial) => plot.x.map(values[trial] as number) + spread(parameter, trial, plot.box)),
        ys: active.map((trial) => plot.y.map(columns.value[trial] as number)),
      };
      drawPanel(painter, theme, points, columns.count);
      for (const key of ["xs", "ys", "trials"] as const) for (const each of points[key]) all[key].push(each);
      for (const _ of active) owners.push(parameter);
    });
    return pointHits(all.xs, all.ys, {
      describe(index) {
        const trial = all.trials[index] as number;
        const parameter = owners[index] as ParameterInfo;
        return [
          `Trial ${trial}`,
          `value ${formatNumber(columns.value[trial] as number)}`,
          `${parameter.name} ${formatParameter(parameter, columns.params[parameter.name]?.[trial])}`,
        ];
      },
      id: (index) => all.trials[index],
    });
  };
}

/** Trials of one choice would lie on one line, so each moves a little to the side: always the same way, by its number. */
function spread({ choices }: ParameterInfo, trial: number, box: Box): number {
  if (!choices) return 0;
  const share = ((trial * 0.618034) % 1) - 0.5;
  return share * Math.min(40, (box.width / choices.length) * 0.6);
}

function drawPanel(painter: Painter, theme: ChartTheme, { xs, ys, trials }: PanelPoints, count: number): void {
  const kept = thinPoints(xs, ys, painter.width, painter.height);
  const bins = rampBins(Array.from(kept, (index) => (trials[index] as number) / Math.max(1, count - 1)));
  for (const { share, indices } of bins) {
    const pick = (from: readonly number[]): number[] => indices.map((i) => from[kept[i] as number] as number);
    const style = {
      shape: "circle",
      radius: kept.length > 1500 ? 1.4 : 2.4,
      color: rampColor(share, theme.isDark),
    } as const;
    painter.markers(pick(xs), pick(ys), style);
  }
}
