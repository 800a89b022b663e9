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
 * @returns false when the matrix is not positive definite; `a` is then spoilt
 */
export function factorize(a: Float64Array, n: number): boolean {
  for (let row = 0; row < n; row++) {
    const at = row * n;
    for (let column = 0; column < row; column++) {
      const other = column * n;
      a[at + column] = ((a[at + column] as number) - dot(a, at, a, other, column)) / (a[other + column] as number);
    }
    const rest = (a[at + row] as number) - dot(a, at, a, at, row);
    if (!(rest > 0)) return false;
    a[at + row] = Math.sqrt(rest);
  }
  return true;
}

/** Replaces `x` by L^-1 x. */
export function solveLower(factor: Float64Array, n: number, x: Float64Array): void {
  for (let row = 0; row < n; row++) {
    x[row] = ((x[row] as number) - dot(factor, row * n, x, 0, row)) / (factor[row * n + row] as number);
  }
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

/** Writes the transpose of L^-1 into `inverse`: its row `i` is column `i` of L^-1. What lies before the diagonal is left as it is. */
export function invertLower(factor: Float64Array, n: number, inverse: Float64Array): void {
  for (let column = 0; column < n; column++) {
    const at = column * n;
    inverse[at + column] = 1 / (factor[at + column] as number);
    for (let row = column + 1; row < n; row++) {
      const sum = dot(factor, row * n + column, inverse, at + column, row - column);
      inverse[at + row] = -sum / (factor[row * n + row] as number);
    }
  }
}
