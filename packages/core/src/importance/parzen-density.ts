import { normalCdf } from "../space/normal-distribution.js";

/** The narrowest kernel: nine tenths of it lie in its own cell. */
const LEAST_WIDTH = 0.5 / 1.64;

/**
 * A density over cells whose order means nothing: each point counts for its own cell and a little for all, and one more for
 * all alike.
 *
 * @param counts points in each cell, one at least in all
 */
export function categoricalDensity(counts: Float64Array): Float64Array {
  const points = numberOf(counts);
  const kinds = counts.reduce((found, count) => found + (count > 0 ? 1 : 0), 1);
  const spread = 1 / kinds;
  const scale = 1 + counts.length * spread;
  return counts.map((count) => ((count + points * spread) / scale + 1 / counts.length) / (points + 1));
}

/**
 * A density over cells in a row: a normal distribution around each point, cut off at both ends of the row, and a wide one in
 * the middle that counts as one point. The width follows Scott's rule, 1.059 n^-0.2 times the standard deviation, or the
 * distance of the quartiles / 1.34 where that is less (D. W. Scott, "Multivariate Density Estimation", 1992).
 *
 * @param counts points in each cell, one at least in all
 */
export function orderedDensity(counts: Float64Array): Float64Array {
  const points = numberOf(counts);
  const density = new Float64Array(counts.length);
  const width = Math.max(scottWidth(counts, points), LEAST_WIDTH);
  for (const [cell, count] of counts.entries()) if (count > 0) addKernel(density, cell, width, count);
  addKernel(density, (counts.length - 1) / 2, counts.length, 1);
  return density.map((share) => share / (points + 1));
}

/** Adds a normal distribution, of `weight` in all; cell i reaches from i - 0.5 to i + 0.5. */
function addKernel(density: Float64Array, mean: number, width: number, weight: number): void {
  const below = (edge: number): number => normalCdf((edge - 0.5 - mean) / width);
  const all = below(density.length) - below(0);
  for (const [cell, share] of density.entries()) {
    density[cell] = share + (weight * (below(cell + 1) - below(cell))) / all;
  }
}

function scottWidth(counts: Float64Array, points: number): number {
  const mean = counts.reduce((total, count, cell) => total + count * cell, 0) / points;
  const squares = counts.reduce((total, count, cell) => total + count * (cell - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, points - 1));
  const quartiles = cellHolding(counts, Math.floor((3 * points) / 4) + 1) - cellHolding(counts, Math.floor(points / 4));
  return 1.059 * Math.min(quartiles / 1.34, deviation) * points ** -0.2;
}

/** The cell of the point at this place among all, from 1; the last one where there are not so many. */
function cellHolding(counts: Float64Array, place: number): number {
  let seen = 0;
  let last = 0;
  for (const [cell, count] of counts.entries()) {
    if (count === 0) continue;
    last = cell;
    seen += count;
    // Where points are spread over cells, their sum is rounded.
    if (seen >= place - 1e-9) return cell;
  }
  return last;
}

/** A point may be spread over cells, but points are whole. */
function numberOf(counts: Float64Array): number {
  return Math.round(counts.reduce((total, count) => total + count, 0));
}
