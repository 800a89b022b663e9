import type { Box } from "./painter.js";

/** What can be pointed at in a picture, in the order in which the arrow keys go through it. */
export interface Hits {
  readonly count: number;
  /** Index of what lies there, or -1. */
  find(x: number, y: number): number;
  /** Where the mark is drawn that shows it is pointed at. */
  place(index: number): readonly [x: number, y: number];
  /** What there is to say about it, a line each. */
  describe(index: number): readonly string[];
  /** The line that it is, to be drawn once more on top; absent where things are points or boxes. */
  outline?(index: number): readonly (readonly [x: number, y: number])[];
  /** What choosing it means, such as the number of a trial; undefined: nothing. */
  id?(index: number): number | undefined;
}

/** How far from a point it still counts as meant. */
const REACH = 24;

/** Points; the nearest one counts. */
export function pointHits(xs: ArrayLike<number>, ys: ArrayLike<number>, rest: Pick<Hits, "describe" | "id">): Hits {
  return {
    count: xs.length,
    find(x, y) {
      let [nearest, least] = [-1, REACH * REACH];
      for (let i = 0; i < xs.length; i++) {
        const [dx, dy] = [(xs[i] as number) - x, (ys[i] as number) - y];
        const distance = dx * dx + dy * dy;
        if (distance < least) [nearest, least] = [i, distance];
      }
      return nearest;
    },
    place: (index) => [xs[index] as number, ys[index] as number],
    ...rest,
  };
}

/** Boxes; of those that overlap the last one counts, since it is drawn on top. */
export function boxHits(boxes: readonly Box[], rest: Pick<Hits, "describe" | "id">): Hits {
  return {
    count: boxes.length,
    find: (x, y) =>
      boxes.findLastIndex((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height),
    place(index) {
      const box = boxes[index] as Box;
      return [box.x + box.width / 2, box.y + box.height / 2];
    },
    ...rest,
  };
}
