import type { XY } from "./picture.js";

/**
 * The outlines of the cells that are in, as closed rings in units of the cells.
 * @param isIn of `cells` x `cells`, row by row
 */
export function outlines(isIn: readonly boolean[], cells: number): XY[][] {
  const has = (x: number, y: number): boolean => x >= 0 && x < cells && (isIn[y * cells + x] ?? false);
  const [corner, step] = [(x: number, y: number): number => y * (cells + 1) + x, new Map<number, number[]>()];
  const add = (from: number, to: number): void => {
    step.set(from, [...(step.get(from) ?? []), to]);
  };
  for (let y = 0; y < cells; y++) {
    for (let x = 0; x < cells; x++) {
      if (!has(x, y)) continue;
      // Around each cell in one direction, but where its neighbour is in too.
      if (!has(x, y - 1)) add(corner(x, y), corner(x + 1, y));
      if (!has(x + 1, y)) add(corner(x + 1, y), corner(x + 1, y + 1));
      if (!has(x, y + 1)) add(corner(x + 1, y + 1), corner(x, y + 1));
      if (!has(x - 1, y)) add(corner(x, y + 1), corner(x, y));
    }
  }
  const rings: XY[][] = [];
  for (const start of step.keys()) {
    const ring: number[] = [];
    for (let at = start, next = step.get(at)?.pop(); next !== undefined; at = next, next = step.get(at)?.pop())
      ring.push(next);
    if (ring.length > 0)
      rings.push(withoutStraight(ring.map((at): XY => [at % (cells + 1), Math.floor(at / (cells + 1))])));
  }
  return rings;
}

/** Leaves the corners at which a ring turns. */
function withoutStraight(ring: readonly XY[]): XY[] {
  return ring.filter(([x, y], i) => {
    const [before, after] = [ring.at(i - 1), ring[(i + 1) % ring.length]];
    return !(before?.[0] === x && after?.[0] === x) && !(before?.[1] === y && after?.[1] === y);
  });
}
