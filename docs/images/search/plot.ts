import type { Picture, XY } from "./picture.js";

/** From values along one side of a plot to pixels, and the values that are named there. */
export interface Scale {
  place(value: number): number;
  readonly ticks: readonly (readonly [value: number, label: string])[];
}

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Draws the frame of a plot with its axes, and a title above it. */
export function drawFrame(
  picture: Picture,
  { left, top, width, height }: Frame,
  title: string,
  { x, y, grid = false }: { readonly x: Scale; readonly y: Scale; readonly grid?: boolean },
): void {
  const [right, bottom] = [left + width, top + height];
  picture.text([left, top - 10], title, "title");
  for (const [value, label] of x.ticks) {
    picture.line(
      [
        [x.place(value), bottom],
        [x.place(value), bottom + 4],
      ],
      "frame",
    );
    picture.text([x.place(value), bottom + 17], label, "note middle");
  }
  for (const [value, label] of y.ticks) {
    if (grid)
      picture.line(
        [
          [left, y.place(value)],
          [right, y.place(value)],
        ],
        "grid",
      );
    else
      picture.line(
        [
          [left - 4, y.place(value)],
          [left, y.place(value)],
        ],
        "frame",
      );
    picture.text([left - 7, y.place(value) + 4], label, "note end");
  }
  const corners: XY[] = [
    [left, top],
    [left, bottom],
    [right, bottom],
  ];
  picture.line(grid ? corners : [...corners, [right, top], [left, top]], "frame");
}

/** Equal steps for equal differences. */
export function linear(from: XY, to: XY, values: readonly number[]): Scale {
  const place = (value: number): number => to[0] + ((value - from[0]) * (to[1] - to[0])) / (from[1] - from[0]);
  return { place, ticks: values.map((value) => [value, String(value)]) };
}

/** Equal steps for equal factors. */
export function logarithmic(from: XY, to: XY, ticks: Scale["ticks"]): Scale {
  const { place } = linear([Math.log(from[0]), Math.log(from[1])], to, []);
  return { place: (value) => place(Math.log(value)), ticks };
}
