import type { ParameterDescription } from "../space/describe-parameters.js";

/** Equal parts that a continuous range, or one with more values, is divided into. */
const PARTS = 50;

/** A parameter's range as cells of equal probability by its prior, to count points in. */
export interface ParameterCells {
  readonly count: number;
  /** Whether neighbouring cells are alike. */
  readonly ordered: boolean;
  /** Counts a snapped coordinate. */
  add(counts: Float64Array, u: number): void;
}

/** A cell for each choice, and for each value where there are few and all as likely; else 50 along the axis. */
export function parameterCells(description: ParameterDescription): ParameterCells {
  const { kind, log, count } = description;
  const ordered = kind !== "categorical" && kind !== "boolean";
  if (count !== undefined && (!ordered || (!log && count <= PARTS))) return cells(count, ordered);
  if (count === undefined || count === 1) return cells(count ?? PARTS, ordered);
  // Its own share of the range is more or less than a cell, so that a value counts for all cells that it reaches into.
  const share = shareOf(description, count);
  return {
    count: PARTS,
    ordered,
    add(counts, u) {
      const [from, to] = share(u);
      addInterval(counts, from * PARTS, to * PARTS);
    },
  };
}

function cells(count: number, ordered: boolean): ParameterCells {
  return {
    count,
    ordered,
    add(counts, u) {
      const cell = Math.floor(u * count);
      counts[cell] = (counts[cell] as number) + 1;
    },
  };
}

/** Where the coordinates begin and end that stand for the value at `u`. */
function shareOf(
  { log, min = 0, step = 1, valueAt }: ParameterDescription,
  count: number,
): (u: number) => readonly [from: number, to: number] {
  if (!log) {
    return (u) => {
      const value = Math.floor(u * count);
      return [value / count, (value + 1) / count];
    };
  }
  const logLow = Math.log(valueAt(0));
  const logWidth = Math.log(valueAt(1)) - logLow;
  const coordinate = (value: number): number => (Math.log(value) - logLow) / logWidth;
  return (u) => {
    const index = Math.round((valueAt(u) - min) / step);
    // The first value's share ends above 0, whatever the step.
    return [
      index === 0 ? 0 : coordinate(min + (index - 0.5) * step),
      Math.min(coordinate(min + (index + 0.5) * step), 1),
    ];
  };
}

/** Spreads one point evenly over [from, to), in cells. */
function addInterval(counts: Float64Array, from: number, to: number): void {
  for (let cell = Math.floor(from); cell < to && cell < counts.length; cell++) {
    const overlap = Math.min(to, cell + 1) - Math.max(from, cell);
    counts[cell] = (counts[cell] as number) + overlap / (to - from);
  }
}
