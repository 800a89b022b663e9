import { type Hyperparameters, shearsOf } from "./hyperparameters.js";
import { dot } from "./linear-algebra.js";
import type { ModelData } from "./model-data.js";

/**
 * Squared distances in the joint term of the kernel, and what a function of them owes to length scales and shears. It
 * goes through all pairs (i, j < i), row after row.
 */
export class JointTerm {
  readonly #data: ModelData;
  /** Per axis, the coordinates after the shears, in length scales. */
  readonly #sheared: readonly Float64Array[];

  constructor(data: ModelData) {
    this.#data = data;
    this.#sheared = data.coordinates.map((column) => new Float64Array(column.length));
  }

  /** Adds the squared distances of all pairs to `sums`. */
  addSquares(theta: Hyperparameters, sums: Float64Array): void {
    const { coordinates, categorical } = this.#data;
    for (const [axis, column] of coordinates.entries()) {
      const scale = Math.exp(-(theta[axis] as number));
      if (categorical[axis] === 1) {
        addUnlike(column, scale * scale, sums);
        continue;
      }
      const sheared = this.#sheared[axis] as Float64Array;
      sheared.set(column);
      const shears = this.#rowOfShears(axis, theta);
      for (let later = axis + 1; later < axis + 1 + shears.length; later++) {
        if (categorical[later] === 1) continue;
        const shear = shears[later - axis - 1] as number;
        const other = coordinates[later] as Float64Array;
        for (let i = 0; i < sheared.length; i++) sheared[i] = (sheared[i] as number) + shear * (other[i] as number);
      }
      for (let i = 0; i < sheared.length; i++) sheared[i] = (sheared[i] as number) * scale;
      addSquaredDifferences(sheared, sums);
    }
  }

  /**
   * Fills in a gradient by length scales and shears, at the `theta` of the latest call of `addSquares`.
   * @param weights per pair, minus half the derivative by its squared distance
   */
  differentiate(theta: Hyperparameters, weights: Float64Array, gradient: Float64Array): void {
    const { coordinates, categorical } = this.#data;
    const pulls = coordinates.map((column, axis) =>
      categorical[axis] === 1 ? new Float64Array(0) : pullsAlong(column, weights),
    );
    for (const [axis, column] of coordinates.entries()) {
      const scale = Math.exp(-(theta[axis] as number));
      if (categorical[axis] === 1) {
        gradient[axis] = scale * scale * sumUnlike(column, weights);
        continue;
      }
      const sheared = this.#sheared[axis] as Float64Array;
      let ofScale = scale * dot(sheared, 0, pulls[axis] as Float64Array, 0, sheared.length);
      const shears = this.#rowOfShears(axis, theta);
      const slopes = this.#rowOfShears(axis, gradient);
      for (let later = axis + 1; later < axis + 1 + shears.length; later++) {
        if (categorical[later] === 1) continue;
        const along = scale * dot(sheared, 0, pulls[later] as Float64Array, 0, sheared.length);
        ofScale += (shears[later - axis - 1] as number) * along;
        slopes[later - axis - 1] = -along;
      }
      gradient[axis] = ofScale;
    }
  }

  /** The shears of an axis by all later ones, those of categories being idle; none where the model keeps to the axes. */
  #rowOfShears(axis: number, theta: Hyperparameters): Float64Array {
    const d = this.#data.categorical.length;
    const from = axis * d - (axis * (axis + 1)) / 2;
    return shearsOf(theta, d).subarray(from, from + d - 1 - axis);
  }
}

function addUnlike(column: Float64Array, square: number, sums: Float64Array): void {
  let pair = 0;
  for (let row = 0; row < column.length; row++) {
    for (let other = 0; other < row; other++, pair++) {
      if (column[row] !== column[other]) sums[pair] = (sums[pair] as number) + square;
    }
  }
}

function sumUnlike(column: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let pair = 0;
  for (let row = 0; row < column.length; row++) {
    for (let other = 0; other < row; other++, pair++) {
      if (column[row] !== column[other]) sum += weights[pair] as number;
    }
  }
  return sum;
}

function addSquaredDifferences(column: Float64Array, sums: Float64Array): void {
  let pair = 0;
  for (let row = 0; row < column.length; row++) {
    const at = column[row] as number;
    for (let other = 0; other < row; other++, pair++) {
      const difference = at - (column[other] as number);
      sums[pair] = (sums[pair] as number) + difference * difference;
    }
  }
}

/** Per point, the sum of its differences to all others by the weights of the pairs. */
function pullsAlong(column: Float64Array, weights: Float64Array): Float64Array {
  const pulls = new Float64Array(column.length);
  let pair = 0;
  for (let row = 0; row < column.length; row++) {
    const at = column[row] as number;
    let sum = 0;
    for (let other = 0; other < row; other++, pair++) {
      const pull = (weights[pair] as number) * (at - (column[other] as number));
      sum += pull;
      pulls[other] = (pulls[other] as number) - pull;
    }
    pulls[row] = (pulls[row] as number) + sum;
  }
  return pulls;
}
