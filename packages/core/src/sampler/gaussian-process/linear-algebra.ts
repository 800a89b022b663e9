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
 * Four of these products at once, to the last bit as `dot` gives them, in two thirds of the time: a number of `a` is read for
 * all of them. The four sums of each are gathered two by two, since a processor has no room for sixteen.
 * @param b the other factors, each `stride` after the one before
 */
export function dotFour(
  a: Float64Array,
  aFrom: number,
  b: Float64Array,
  bFrom: number,
  stride: number,
  length: number,
  products: Float64Array,
): void {
  const q = bFrom + stride;
  const r = q + stride;
  const s = r + stride;
  const whole = length - (length % 4);
  for (let half = 0; half < 4; half += 2) {
    let p0 = 0;
    let p1 = 0;
    let q0 = 0;
    let q1 = 0;
    let r0 = 0;
    let r1 = 0;
    let s0 = 0;
    let s1 = 0;
    let i = half;
    for (; i < whole; i += 4) {
      const u = a[aFrom + i] as number;
      const v = a[aFrom + i + 1] as number;
      p0 += u * (b[bFrom + i] as number);
      p1 += v * (b[bFrom + i + 1] as number);
      q0 += u * (b[q + i] as number);
      q1 += v * (b[q + i + 1] as number);
      r0 += u * (b[r + i] as number);
      r1 += v * (b[r + i + 1] as number);
      s0 += u * (b[s + i] as number);
      s1 += v * (b[s + i + 1] as number);
    }
    for (; half === 0 && i < length; i++) {
      const u = a[aFrom + i] as number;
      p0 += u * (b[bFrom + i] as number);
      q0 += u * (b[q + i] as number);
      r0 += u * (b[r + i] as number);
      s0 += u * (b[s + i] as number);
    }
    products[0] = half === 0 ? p0 + p1 : (products[0] as number) + (p0 + p1);
    products[1] = half === 0 ? q0 + q1 : (products[1] as number) + (q0 + q1);
    products[2] = half === 0 ? r0 + r1 : (products[2] as number) + (r0 + r1);
    products[3] = half === 0 ? s0 + s1 : (products[3] as number) + (s0 + s1);
  }
}

/**
 * Replaces the lower triangle of the symmetric n x n matrix `a`, row by row, by its Cholesky factor L; what lies above the
 * diagonal is neither read nor written.
 * @returns false when the matrix is not positive definite; `a` is then spoilt
 */
export function factorize(a: Float64Array, n: number): boolean {
  for (let from = 0; from < n; from += 4) {
    const four = from + 4 <= n;
    if (four) solveFour(a, n, from, a, from * n, n);
    for (let row = from; row < Math.min(from + 4, n); row++) {
      const at = row * n;
      solveLower(a, n, a, at, row, four ? from : 0);
      const rest = (a[at + row] as number) - dot(a, at, a, at, row);
      if (!(rest > 0)) return false;
      a[at + row] = Math.sqrt(rest);
    }
  }
  return true;
}

/** Replaces the numbers of `x` from `at` by L^-1 times them, as many as `end`; the first `start` are solved already. */
export function solveLower(factor: Float64Array, n: number, x: Float64Array, at = 0, end: number = n, start = 0): void {
  for (let row = start; row < end; row++) {
    x[at + row] = ((x[at + row] as number) - dot(factor, row * n, x, at, row)) / (factor[row * n + row] as number);
  }
}

/** The same for four vectors of `size` numbers, each `stride` after the one before: to the last bit, and faster. */
export function solveFour(
  factor: Float64Array,
  n: number,
  size: number,
  x: Float64Array,
  at: number,
  stride: number,
): void {
  const products = new Float64Array(4);
  for (let row = 0; row < size; row++) {
    dotFour(factor, row * n, x, at, stride, row, products);
    const diagonal = factor[row * n + row] as number;
    for (let k = 0, i = at + row; k < 4; k++, i += stride) {
      x[i] = ((x[i] as number) - (products[k] as number)) / diagonal;
    }
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
