import type { Axis, TreeEnsemble } from "@shac/core";

/** A part of the cube that no threshold of any tree cuts: all its points are alike to every classifier. */
export interface Cell {
  /** Per axis where the cell begins and ends. */
  readonly sides: readonly (readonly [low: number, high: number])[];
  /** A snapped point of the cell. */
  readonly point: Float64Array;
  readonly volume: number;
}

/** All cells of the arrangement of all thresholds. There are many: only for few small trees in few dimensions. */
export function arrangement(axes: readonly Axis[], classifiers: readonly TreeEnsemble[]): Cell[] {
  let cells: Pick<Cell, "sides" | "volume">[] = [{ sides: [], volume: 1 }];
  for (const axis of axes.keys()) {
    const edges = [0, ...thresholdsOf(classifiers, axis).filter((edge) => edge > 0 && edge < 1), 1];
    cells = cells.flatMap(({ sides, volume }) =>
      edges.slice(1).map((high, i) => {
        const low = edges[i] as number;
        return { sides: [...sides, [low, high] as const], volume: volume * (high - low) };
      }),
    );
  }
  return cells.map(({ sides, volume }) => ({
    sides,
    point: Float64Array.from(sides, ([low, high], axis) => (axes[axis] as Axis).snap((low + high) / 2)),
    volume,
  }));
}

function thresholdsOf(classifiers: readonly TreeEnsemble[], axis: number): number[] {
  const thresholds = classifiers.flatMap(({ feature, threshold }) =>
    [...threshold].filter((_, node) => feature[node] === axis),
  );
  return [...new Set(thresholds)].sort((a, b) => a - b);
}
