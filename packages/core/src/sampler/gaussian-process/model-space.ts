import type { SearchSpace } from "../../space/search-space.js";

/** Stands for the coordinate of a parameter that takes no part; for a category it is unlike every real one. */
const INACTIVE_CATEGORY = -1;
const INACTIVE = 0.5;

/** Two coordinates that no cell of a discrete axis has as its centre, for any number of cells in use. */
const GENERIC: readonly number[] = [0.123456789012345, 0.76543210987654];

/** How the model sees a search space. */
export interface ModelSpace {
  readonly space: SearchSpace<unknown>;
  /** Per axis: 1 when its values are only equal or not, 0 when they have distances. */
  readonly categorical: Uint8Array;
  /** Per axis: 1 where every number is a coordinate of its own. */
  readonly continuous: Uint8Array;
  /** Whether the space has a finite number of points. */
  readonly discrete: boolean;
  /** The point with every coordinate that takes no part replaced, so that it cannot tell points apart. */
  see(point: Float64Array): Float64Array;
}

export function modelSpace(space: SearchSpace<unknown>): ModelSpace {
  const { axes } = space;
  const categorical = Uint8Array.from(axes, ({ ordered }) => (ordered ? 0 : 1));
  return {
    space,
    categorical,
    continuous: Uint8Array.from(axes, (axis) => (axis.ordered && GENERIC.every((u) => axis.snap(u) === u) ? 1 : 0)),
    discrete: axes.every((axis) => GENERIC.some((u) => axis.snap(u) !== u)),
    see: (point) =>
      point.map((u, axis) => {
        if (space.isActive(point, axis)) return u;
        return categorical[axis] === 1 ? INACTIVE_CATEGORY : INACTIVE;
      }),
  };
}

/** What tells a point from all others that differ in a parameter that takes part. */
export function keyOf(seen: Float64Array): string {
  return seen.join();
}
