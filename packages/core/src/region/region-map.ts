import { InvalidOptionError } from "../errors.js";
import { type Box, isAccepted } from "./box.js";
import { binsUnder } from "./marginals.js";

/** A region seen along two axes, as `bins` x `bins` equal cells of the unit square; cell (x, y) is at y * bins + x. */
export interface RegionMap {
  /** Share of each cell that is accepted for certain, over all other axes by the prior's measure, 0 to 1. */
  readonly accepted: Float64Array;
  /** Share of each cell that is not decided: what is really accepted lies between `accepted` and both together. */
  readonly undecided: Float64Array;
}

/** Two axes and how finely to look along them. */
export interface MapGrid {
  readonly x: number;
  readonly y: number;
  readonly bins: number;
}

const MOST_BINS = 1000;

/** @throws InvalidOptionError unless the axes are two of a space's `dimensions`, and `bins` is from 1 to 1000 */
export function checkMapGrid({ x, y, bins }: MapGrid, dimensions: number): void {
  if (x === y || ![x, y].every((axis) => Number.isInteger(axis) && axis >= 0 && axis < dimensions)) {
    throw new InvalidOptionError(
      `A map of the axes ${x} and ${y} cannot be; give two different ones from 0 to ${dimensions - 1}.`,
    );
  }
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS)) {
    throw new InvalidOptionError(`bins is ${bins}; give a whole number from 1 to ${MOST_BINS}.`);
  }
}

/** The map of disjoint boxes. */
export function mapBoxes(boxes: readonly Box[], relaxChecks: number, grid: MapGrid): RegionMap {
  const accepted = new Float64Array(grid.bins ** 2);
  const undecided = new Float64Array(grid.bins ** 2);
  for (const box of boxes) {
    const shares = isAccepted(box, relaxChecks) ? accepted : undecided;
    const others = box.volume / (extent(box, grid.x) * extent(box, grid.y));
    for (const { cell, area } of cellsUnder(box, grid)) shares[cell] = (shares[cell] as number) + others * area;
  }
  // Sums may exceed by their rounding.
  const most = accepted.map((share) => Math.min(share, 1));
  return { accepted: most, undecided: undecided.map((share, cell) => Math.min(share, 1 - (most[cell] as number))) };
}

/**
 * Share of each cell that is accepted where all other axes are as at `point`. A part that lies in an undecided box is tried
 * at its middle.
 * @param accepts whether the classifiers accept a point, of which two coordinates are not snapped
 */
export function sliceBoxes(
  boxes: readonly Box[],
  relaxChecks: number,
  grid: MapGrid,
  point: Float64Array,
  accepts: (point: Float64Array) => boolean,
): Float64Array {
  const shares = new Float64Array(grid.bins ** 2);
  const at = point.slice();
  for (const box of boxes) {
    if (!crosses(box, point, grid)) continue;
    const isCertain = isAccepted(box, relaxChecks);
    for (const { cell, area, x, y } of cellsUnder(box, grid)) {
      at[grid.x] = x;
      at[grid.y] = y;
      if (isCertain || accepts(at)) shares[cell] = Math.min((shares[cell] as number) + area, 1);
    }
  }
  return shares;
}

/** A cell and what of it lies in a box. */
interface Overlap {
  readonly cell: number;
  /** Share of the cell. */
  readonly area: number;
  /** The middle of the part. */
  readonly x: number;
  readonly y: number;
}

function* cellsUnder({ lower, upper }: Box, { x, y, bins }: MapGrid): Iterable<Overlap> {
  const columns = [...binsUnder(lower[x] as number, upper[x] as number, bins)];
  for (const row of binsUnder(lower[y] as number, upper[y] as number, bins)) {
    for (const column of columns) {
      const cell = row.bin * bins + column.bin;
      yield { cell, area: row.share * column.share, x: column.middle, y: row.middle };
    }
  }
}

function extent({ lower, upper }: Box, axis: number): number {
  return (upper[axis] as number) - (lower[axis] as number);
}

/** Whether the plane through `point` along both axes meets the box. */
function crosses({ lower, upper }: Box, point: Float64Array, { x, y }: MapGrid): boolean {
  return point.every(
    (at, axis) => axis === x || axis === y || (at >= (lower[axis] as number) && at < (upper[axis] as number)),
  );
}
