import { type Cells, equalCells, MAX_CELLS } from "./cells.js";
import { invalidParameter } from "./invalid-parameter.js";
import type { StepGrid } from "./step-grid.js";

/**
 * Cells of a stepped number under a log-uniform prior: value v owns the coordinates of [v - step/2, v + step/2). The first
 * value's share never reaches below half of it, which keeps the logarithm finite.
 */
function logCells(grid: StepGrid, step: number): Cells {
  const { count } = grid;
  const low = grid.value(0);
  const logLow = Math.log(Math.max(low - step / 2, low / 2));
  const logWidth = Math.log(grid.value(count - 1) + step / 2) - logLow;
  const edge = (i: number): number => {
    if (i <= 0) return 0;
    return i >= count ? 1 : (Math.log(grid.value(i) - step / 2) - logLow) / logWidth;
  };
  return {
    count,
    equal: false,
    edge,
    centre: (i) => (edge(i) + edge(i + 1)) / 2,
    near: (u) => grid.nearest(Math.exp(logLow + u * logWidth)),
  };
}

/** @throws InvalidSpaceError when a coordinate cannot tell the values apart */
export function steppedCells(name: string, grid: StepGrid, step: number, log: boolean): Cells {
  const { count } = grid;
  const cells = log && count > 1 ? logCells(grid, step) : equalCells(count);
  if (count > MAX_CELLS || 1 - cells.edge(count - 1) < 1 / MAX_CELLS) {
    throw invalidParameter(name, `${count} values are more than a search can tell apart; give a wider step.`);
  }
  return cells;
}
