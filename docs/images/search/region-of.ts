import type { AcceptedRegion } from "@shac/core";
import { outlines } from "./outline.js";
import type { Picture, XY } from "./picture.js";

/** Puts a fog over all of a square that a region of two axes does not accept. */
export function drawRegion(picture: Picture, [left, top]: XY, side: number, region: AcceptedRegion): void {
  const { accepted } = region.map(0, 1, side);
  // Rows of a map go up.
  const isIn = Array.from(
    accepted,
    (_, i) => (accepted[(side - 1 - Math.floor(i / side)) * side + (i % side)] ?? 0) >= 0.5,
  );
  const rings = outlines(isIn, side).map((ring) => ring.map(([x, y]): XY => [left + x, top + y]));
  const whole: XY[] = [
    [left, top],
    [left + side, top],
    [left + side, top + side],
    [left, top + side],
  ];
  picture.area([whole, ...rings], "fog");
  picture.area(rings, "edge");
}

/** A share in words for people. */
export function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
