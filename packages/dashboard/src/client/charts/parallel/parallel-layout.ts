/** Where the axes of parallel coordinates stand: side by side, or, where there is no room for that, one above the other. */
export interface ParallelLayout {
  readonly isStacked: boolean;
  /** Pixel of a place on an axis: `unit` from 0 at its lower end to 1. */
  place(axis: number, unit: number): readonly [x: number, y: number];
  /** The axis nearest to a pixel, and where on it that is. */
  find(x: number, y: number): { readonly axis: number; readonly unit: number };
}

const LAYOUT_TOP = 26;
const TOP = LAYOUT_TOP + 34;
const BOTTOM = 22;
const SIDE = 46;
/** Axes closer than this are stacked. */
const CLOSEST = 84;
const STACKED_ROW = 62;
const HEIGHT = 380;

function isStacked(width: number, axes: number): boolean {
  return (width - 2 * SIDE) / Math.max(1, axes - 1) < CLOSEST;
}

/** Height of the picture at a width. */
export function parallelHeight(width: number, axes: number): number {
  return isStacked(width, axes) ? LAYOUT_TOP + 10 + axes * STACKED_ROW : HEIGHT;
}

/** Lays out so many axes. */
export function parallelLayout(width: number, height: number, axes: number): ParallelLayout {
  const stacked = isStacked(width, axes);
  const [from, to] = stacked ? [LAYOUT_TOP + 36, height - 30] : [SIDE, width - SIDE];
  const step = (to - from) / Math.max(1, axes - 1);
  const [low, high] = stacked ? [34, width - 14] : [height - BOTTOM - 14, TOP];
  const along = (unit: number): number => low + unit * (high - low);
  return {
    isStacked: stacked,
    place(axis, unit) {
      const across = from + axis * step;
      return stacked ? [along(unit), across] : [across, along(unit)];
    },
    find(x, y) {
      const [across, at] = stacked ? [y, x] : [x, y];
      const axis = Math.max(0, Math.min(axes - 1, Math.round((across - from) / Math.max(1, step))));
      return { axis, unit: Math.max(0, Math.min(1, (at - low) / (high - low))) };
    },
  };
}
