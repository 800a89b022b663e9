import type { Rng } from "../../rng.js";
import type { Axis } from "../../space/axis.js";
import { normalQuantile } from "../../space/normal-distribution.js";
import type { SearchSpace } from "../../space/search-space.js";

/** The greatest coordinate. */
export const LAST: number = 1 - 2 ** -53;
/** What is put at the border is within so much of it, so that no two points of a continuous space are alike. */
export const AT_BORDER = 1e-9;
const LEAST_PROBABILITY: number = 2 ** -53;
const LOG_1000: number = Math.log(1000);

/**
 * A neighbour of `parent`, snapped: one step size for all coordinates, log-uniform from 0.0005 to 0.5; the smaller it is,
 * the more coordinates move. A discrete coordinate moves by a cell at least, a category is drawn anew.
 */
export function mutate({ axes }: SearchSpace<unknown>, parent: Float64Array, rng: Rng): Float64Array {
  const smallness = rng.next();
  const step = 0.5 * Math.exp(-LOG_1000 * smallness);
  const share = Math.max(1.5 / axes.length, smallness * smallness);
  const certain = rng.below(axes.length);
  return parent.map((u, i) => (i === certain || rng.next() < share ? move(axes[i] as Axis, u, step, rng) : u));
}

function move(axis: Axis, u: number, step: number, rng: Rng): number {
  if (!axis.ordered) return anotherCategory(axis, u, rng);
  const reflects = rng.next() < 0.5;
  let shift = step * normalQuantile(Math.max(rng.next(), LEAST_PROBABILITY));
  let moved = axis.snap(bounded(u + shift, reflects, rng));
  while (moved === u && Math.abs(shift) < 1) {
    shift = shift === 0 ? 1e-6 : 2 * shift;
    moved = axis.snap(bounded(u + shift, reflects, rng));
  }
  return moved;
}

function anotherCategory(axis: Axis, u: number, rng: Rng): number {
  if (axis.cells < 2) return axis.snap(rng.next());
  const others = rng.below(axis.cells - 1);
  const cell = Math.floor(u * axis.cells);
  return axis.snap((others + (others < cell ? 0.5 : 1.5)) / axis.cells);
}

/** `u` brought back into the unit interval: to its border, give or take 1e-9, or mirrored there. */
function bounded(u: number, reflects: boolean, rng: Rng): number {
  if (u >= 0 && u <= LAST) return u;
  const beyond = u < 0 ? -u : u - LAST;
  const inside = Math.min(reflects ? beyond : AT_BORDER * rng.next(), LAST);
  return u < 0 ? inside : LAST - inside;
}

/** What differs from `point` in one category that takes part: all such points, or `most` drawn of them. */
export function categoryChanges(
  space: SearchSpace<unknown>,
  point: Float64Array,
  most: number,
  rng: Rng,
): Float64Array[] {
  const changes = space.axes.flatMap((axis, i) => {
    if (axis.ordered || !space.isActive(point, i)) return [];
    const cell = Math.floor((point[i] as number) * axis.cells);
    return Array.from({ length: axis.cells }, (_, other) => ({ i, u: axis.snap((other + 0.5) / axis.cells) })).filter(
      (_, other) => other !== cell,
    );
  });
  while (changes.length > most) changes.splice(rng.below(changes.length), 1);
  return changes.map(({ i, u }) => point.with(i, u));
}

/** A child of two points, snapped: each coordinate from either, or all from the line through both. */
export function cross({ axes }: SearchSpace<unknown>, a: Float64Array, b: Float64Array, rng: Rng): Float64Array {
  const mixes = rng.next() < 0.5;
  const along = 1.5 * rng.next() - 0.25;
  return a.map((u, i) => {
    const axis = axes[i] as Axis;
    const other = b[i] as number;
    if (mixes || !axis.ordered) return rng.next() < 0.5 ? u : other;
    return axis.snap(bounded(u + along * (other - u), false, rng));
  });
}
