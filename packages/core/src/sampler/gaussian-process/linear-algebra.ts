import { dense, denseNumbers } from "./dense.js";

const BYTES = 8;

/** Sum of a[aFrom + i] b[bFrom + i] over `length` terms; four sums at once, always in the same order. */
export function dot(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (const last = length - 3; i < last; i += 4) {
    s0 += (a[aFrom + i] as number) * (b[bFrom + i] as number);
    s1 += (a[aFrom + i + 1] as number) * (b[bFrom + i + 1] as number);
    s2 += (a[aFrom + i + 2] as number) * (b[bFrom + i + 2] as number);
    s3 += (a[aFrom + i + 3] as number) * (b[bFrom + i + 3] as number);
  }
  for (; i < length; i++) s0 += (a[aFrom + i] as number) * (b[bFrom + i] as number);
  return s0 + s1 + (s2 + s3);
}

/**
 * Replaces the lower triangle of the symmetric n x n matrix `a`, row by row, by its Cholesky factor L; what lies above the
 * diagonal is neither read nor written.
 * @param known rows that are the factor's already
 * @returns false when the matrix is not positive definite; `a` is then spoilt
 */
export function factorize(a: Float64Array, n: number, known = 0): boolean {
  const numbers = denseNumbers(n * n);
  numbers.set(a);
  const done = dense().factorize(0, n, known) === 1;
  a.set(numbers.subarray(0, n * n));
  return done;
}

/**
 * Replaces vectors of n numbers by L^-1 times them.
 * @param x `count` vectors, each `stride` numbers after the one before
 */
export function solveLower(factor: Float64Array, n: number, x: Float64Array, count = 1, stride: number = n): void {
  const from = n * n;
  const numbers = denseNumbers(from + x.length);
  numbers.set(factor);
  numbers.set(x, from);
  dense().solve(0, n, from * BYTES, count, stride * BYTES);
  x.set(numbers.subarray(from, from + x.length));
}

/** Writes the lower triangle of (L L')^-1, its diagonal included, row after row into `out`. */
export function invertProduct(factor: Float64Array, n: number, out: Float64Array): void {
  const size = n * n;
  const numbers = denseNumbers(2 * size + out.length);
  numbers.set(factor);
  dense().invertProduct(0, n, size * BYTES, 2 * size * BYTES);
  out.set(numbers.subarray(2 * size, 2 * size + out.length));
}

/** Replaces `x` by the transpose of L^-1 times x. */
export function solveUpper(factor: Float64Array, n: number, x: Float64Array): void {
  for (let row = n - 1; row >= 0; row--) {
    const value = (x[row] as number) / (factor[row * n + row] as number);
    x[row] = value;
    for (let column = 0; column < row; column++) {
      x[column] = (x[column] as number) - value * (factor[row * n + column] as number);
    }
  }
}

/** ln |L L'|. */
export function logDeterminant(factor: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(factor[i * n + i] as number);
  return 2 * sum;
}
