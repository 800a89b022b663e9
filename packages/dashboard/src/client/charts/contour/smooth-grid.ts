/** One axis of a grid: number of cells and how far a value spreads, in cells; 0 = not at all. */
interface GridAxis {
  readonly cells: number;
  readonly bandwidth: number;
}

interface Smoothed {
  /** Row by row; NaN where there is too little to go by. */
  readonly means: Float64Array;
}

/** A cell needs the weight of at least this share of a trial right in it. */
const LEAST_WEIGHT = 0.05;

/**
 * Mean of the values around each cell of a grid, weighted by a Gaussian of the distance between cells: the Nadaraya-Watson
 * estimate of values that are first put into cells. `xs` and `ys` are cells, from 0; what lies outside is left out.
 */
export function smoothGrid(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  values: ArrayLike<number>,
  x: GridAxis,
  y: GridAxis,
): Smoothed {
  const [sums, weights] = [new Float64Array(x.cells * y.cells), new Float64Array(x.cells * y.cells)];
  for (let i = 0; i < values.length; i++) {
    const [column, row] = [xs[i] as number, ys[i] as number];
    if (!(column >= 0 && column < x.cells && row >= 0 && row < y.cells)) continue;
    const cell = row * x.cells + column;
    sums[cell] = (sums[cell] as number) + (values[i] as number);
    weights[cell] = (weights[cell] as number) + 1;
  }
  const [sum, weight] = [sums, weights].map((grid) => blur(blur(grid, x, y, false), x, y, true)) as [
    Float64Array,
    Float64Array,
  ];
  return {
    means: sum.map((total, cell) =>
      (weight[cell] as number) >= LEAST_WEIGHT ? total / (weight[cell] as number) : Number.NaN,
    ),
  };
}

function blur(grid: Float64Array, x: GridAxis, y: GridAxis, isUpright: boolean): Float64Array {
  const { cells, bandwidth } = isUpright ? y : x;
  if (bandwidth === 0) return grid;
  const kernel = Float64Array.from({ length: cells }, (_, distance) => Math.exp(-0.5 * (distance / bandwidth) ** 2));
  const result = new Float64Array(grid.length);
  const [lines, step, jump] = isUpright ? [x.cells, x.cells, 1] : [y.cells, 1, x.cells];
  for (let line = 0; line < lines; line++) {
    for (let to = 0; to < cells; to++) {
      let sum = 0;
      for (let from = 0; from < cells; from++) {
        sum += (grid[line * jump + from * step] as number) * (kernel[Math.abs(to - from)] as number);
      }
      result[line * jump + to * step] = sum;
    }
  }
  return result;
}
