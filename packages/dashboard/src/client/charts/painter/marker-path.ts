import type { MarkerShape } from "./painter.js";

/** One stroke or outline of a mark: corners around its middle in units of its radius. */
interface MarkerPath {
  readonly lines: readonly (readonly (readonly [number, number])[])[];
  readonly closed: boolean;
  /** Filled or drawn as an outline. */
  readonly filled: boolean;
}

/** A star of five points, the first above. */
const star = Array.from({ length: 10 }, (_, i): readonly [number, number] => {
  const [angle, reach] = [(i * Math.PI) / 5, i % 2 === 0 ? 1.4 : 0.6];
  return [Math.sin(angle) * reach, -Math.cos(angle) * reach];
});

/** Marks made of straight lines; "circle" and "ring" are round and drawn by the painter itself. */
export const markerPaths: Readonly<Record<Exclude<MarkerShape, "circle" | "ring">, MarkerPath>> = {
  cross: {
    lines: [
      [
        [-1, -1],
        [1, 1],
      ],
      [
        [-1, 1],
        [1, -1],
      ],
    ],
    closed: false,
    filled: false,
  },
  triangle: {
    lines: [
      [
        [-1.1, -0.9],
        [1.1, -0.9],
        [0, 1.1],
      ],
    ],
    closed: true,
    filled: false,
  },
  diamond: {
    lines: [
      [
        [0, -1.3],
        [1.1, 0],
        [0, 1.3],
        [-1.1, 0],
      ],
    ],
    closed: true,
    filled: false,
  },
  star: { lines: [star], closed: true, filled: true },
  square: {
    lines: [
      [
        [-0.9, -0.9],
        [0.9, -0.9],
        [0.9, 0.9],
        [-0.9, 0.9],
      ],
    ],
    closed: true,
    filled: true,
  },
};
