import type { ValueAxis } from "./parameter.js";

/** A coordinate tells this many values apart with room for rounding. */
export const MAX_CELLS: number = 2 ** 48;

/** The greatest coordinate. */
const LAST_COORDINATE: number = 1 - 2 ** -53;

/** [0, 1) cut into cells, one a value; cell `i` is [edge(i), edge(i + 1)). */
export interface Cells {
  readonly count: number;
  readonly equal: boolean;
  /** From edge(0) = 0 to edge(count) = 1. */
  edge(i: number): number;
  centre(i: number): number;
  /** The cell of `u`, or a neighbour where rounding deceives. */
  near(u: number): number;
}

export function equalCells(count: number): Cells {
  return {
    count,
    equal: true,
    edge: (i) => i / count,
    centre: (i) => (i + 0.5) / count,
    near: (u) => Math.floor(u * count),
  };
}

/** Which values the cells of an axis stand for. */
export interface CellValues<V> {
  decode(cell: number): V;
  /** @throws InvalidSpaceError when `value` is none of them */
  encode(value: unknown): number;
}

/** The axis of a parameter whose every value has a cell. */
export function cellAxis<V>(name: string, ordered: boolean, cells: Cells, values: CellValues<V>): ValueAxis<V> {
  const { count } = cells;
  // Compares with the edges themselves, so that a box cut at an edge holds exactly the cells on its side.
  const cellOf = (u: number): number => {
    let cell = Math.min(Math.max(cells.near(u), 0), count - 1);
    while (cell > 0 && u < cells.edge(cell)) cell--;
    while (cell < count - 1 && u >= cells.edge(cell + 1)) cell++;
    return cell;
  };
  return {
    name,
    ordered,
    cells: cells.equal ? count : 0,
    snap: (u) => cells.centre(cellOf(u)),
    edge: (threshold) => {
      const cell = cellOf(threshold);
      return cells.edge(cells.centre(cell) < threshold ? cell + 1 : cell);
    },
    decode: (u) => values.decode(cellOf(u)),
    encode: (value) => cells.centre(values.encode(value)),
  };
}

/** The axis of a parameter without cells. */
export function continuousAxis<V>(
  name: string,
  decode: (u: number) => V,
  encode: (value: unknown) => number,
): ValueAxis<V> {
  return {
    name,
    ordered: true,
    cells: 0,
    snap: (u) => u,
    edge: (threshold) => threshold,
    decode,
    encode: (value) => Math.min(Math.max(encode(value), 0), LAST_COORDINATE),
  };
}
