import type { ParameterDescription } from "../space/describe-parameters.js";

/** Cells that a continuous axis, or one with more values, is divided into. */
const CELLS = 50;

/** A parameter's range as cells to count points in. */
export interface ParameterCells {
  readonly count: number;
  /** Whether neighbouring cells are alike. */
  readonly ordered: boolean;
  /** The cell of a snapped coordinate. */
  cellOf(u: number): number;
}

/** A cell for each value where there are few, for each choice in any case; else 50 along the axis. */
export function parameterCells({ kind, log, count, min = 0, step = 1, valueAt }: ParameterDescription): ParameterCells {
  const ordered = kind !== "categorical" && kind !== "boolean";
  if (count === undefined || (ordered && count > CELLS)) {
    // As points on a ruler, the ends included.
    const cellOf = (u: number): number => Math.min(Math.max(Math.ceil(u * (CELLS - 1) - 0.5), 0), CELLS - 1);
    return { count: CELLS, ordered, cellOf };
  }
  // By logarithm a value's cell is as wide as its share of the range.
  return { count, ordered, cellOf: log ? (u) => Math.round((valueAt(u) - min) / step) : (u) => Math.floor(u * count) };
}
