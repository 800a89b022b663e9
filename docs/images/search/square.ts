import { contours } from "d3-contour";
import { BOTTOM, branin, LEFT, LOWEST_AT, type Point, RIGHT, TOP } from "./branin.js";
import type { Picture, XY } from "./picture.js";
import { drawFrame, linear } from "./plot.js";

/** Cells along each side of the grid that the contour lines are found on. */
const CELLS = 60;
/** Values whose contour lines are drawn. */
const LEVELS = [1, 3, 8, 18, 35, 60, 95, 140];
const VALLEYS = "valleys";

/** Draws a square plot of the two parameters of Branin's function, darker where it is lower; says where a point goes. */
export function drawSquare(picture: Picture, [left, top]: XY, side: number, title: string): (point: Point) => XY {
  const x = linear([LEFT, RIGHT], [left, left + side], [-5, 0, 5, 10]);
  const y = linear([BOTTOM, TOP], [top + side, top], [0, 5, 10, 15]);
  picture.use(VALLEYS, [left, top]);
  drawFrame(picture, { left, top, width: side, height: side }, title, { x, y });
  return (point) => [x.place(point.x), y.place(point.y)];
}

/** Keeps the function's valleys for all squares of a picture. To be called before any is drawn. */
export function defineValleys(picture: Picture, side: number): void {
  const at = (i: number): number => (i + 0.5) / CELLS;
  const values = Array.from({ length: CELLS ** 2 }, (_, i) =>
    branin({
      x: LEFT + at(i % CELLS) * (RIGHT - LEFT),
      y: TOP - at(Math.floor(i / CELLS)) * (TOP - BOTTOM),
    }),
  );
  // d3 finds where values are high.
  const areas = contours()
    .size([CELLS, CELLS])
    .thresholds(LEVELS.map((level) => -level))(values.map((value) => -value));
  picture.define(VALLEYS, () => {
    for (const { coordinates } of areas) {
      const rings = coordinates
        .flat()
        .map((ring) => ring.map(([x = 0, y = 0]): XY => [(x * side) / CELLS, (y * side) / CELLS]));
      picture.area(rings, "valley");
    }
  });
}

/** A cross at each of the three lowest points. */
export function markLowest(picture: Picture, place: (point: Point) => XY): void {
  picture.crosses(LOWEST_AT.map(place), "lowest");
}
