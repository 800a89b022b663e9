import { formatNumber, formatSeconds, formatValue, formatVolume } from "../output/format.js";
import type { Style } from "../output/style.js";
import { crop, GAP, pair, wrap } from "../output/wrap.js";
import { evaluationRate, type RunState } from "./run-state.js";

const WIDEST_BAR = 40;

/** Lines of the live display, none wider than `width` columns. */
export function renderFrame(state: RunState, width: number, style: Style, now: number): string[] {
  return [
    ...wrap(heading(state, width, style), width, 0),
    ...wrap(progress(state, width, style, now), width, 0),
    ...best(state, width, style),
    ...wrap(activity(state, style, now), width, 0),
    ...(state.isStopping ? wrap(stopping(state), width, 0).map(style.yellow) : []),
  ];
}

function heading(state: RunState, width: number, style: Style): string[] {
  const { name, direction, batch, totalBudget, batchSize, stages } = state;
  const batches = Math.ceil(totalBudget / batchSize);
  return [
    style.bold(crop(formatValue(name), width)),
    direction,
    `batch ${Math.min(batch + 1, batches)} of ${batches}`,
    `stage ${stages}`,
  ];
}

function progress(state: RunState, width: number, style: Style, now: number): string[] {
  const { finished, totalBudget } = state;
  const share = Math.min(finished / totalBudget, 1);
  const rate = evaluationRate(state, now);
  const numbers = [
    `${finished}/${totalBudget}`,
    `${Math.floor(share * 100)} %`,
    ...(rate > 0 && finished < totalBudget ? [`ETA ${formatSeconds((totalBudget - finished) / rate)}`] : []),
  ];
  const room = width - numbers.join(GAP).length - GAP.length;
  const bar = Math.max(Math.min(room < 10 ? width : room, WIDEST_BAR), 1);
  const filled = Math.floor(share * bar);
  return [style.green("█".repeat(filled)) + style.dim("░".repeat(bar - filled)), ...numbers];
}

function best({ best: trial }: RunState, width: number, style: Style): string[] {
  if (trial === undefined) return [style.dim(crop("best: nothing complete yet", width))];
  const indent = 2;
  const params = Object.entries(trial.params).map(([name, value]) =>
    pair(name, formatValue(value, 4), width - indent, style),
  );
  const headline = [
    `best ${style.bold(style.green(formatNumber(trial.value ?? Number.NaN)))}`,
    `trial ${trial.number}`,
  ];
  return wrap([...headline, ...params], width, indent);
}

function activity(state: RunState, style: Style, now: number): string[] {
  const rate = evaluationRate(state, now);
  return [
    `${rate >= 100 ? Math.round(rate) : formatNumber(rate, 2)} evaluations/s`,
    state.isProposing && state.running === 0 ? "choosing points" : running(state),
    state.failed > 0 ? style.red(`${state.failed} failed`) : "0 failed",
    ...(state.pruned > 0 ? [`${state.pruned} pruned`] : []),
    ...(state.infeasible > 0 ? [style.yellow(`${state.infeasible} infeasible`)] : []),
    `space accepted ${formatVolume(state.acceptedVolume)}`,
  ];
}

function running({ running: count, slots }: RunState): string {
  return slots > 1 ? `${count} of ${slots} running` : `${count} running`;
}

function stopping({ running }: RunState): string[] {
  return [`stopping: ${running} still running`, "Ctrl-C again stops at once"];
}
