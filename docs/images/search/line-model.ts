/** What a model of values along a line believes at a place. */
export interface Belief {
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/**
 * A Gaussian process through the values at some places of a line: the idea of the sampler's model, without its noise and its
 * bent values. The length over which values resemble each other is the likeliest of a list.
 */
export function lineModel(xs: readonly number[], values: readonly number[]): (x: number) => Belief {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - middle);
  const fits = [0.7, 1, 1.4, 2, 2.8, 4].map((length) => {
    const factor = cholesky(xs.map((a) => xs.map((b) => matern(a - b, length))));
    const solved = solve(factor, centred);
    const variance = dot(solved, solved) / xs.length;
    const likelihood =
      -xs.length * Math.log(variance) - 2 * factor.reduce((sum, row, i) => sum + Math.log(row[i] ?? 1), 0);
    return { length, factor, solved, variance, likelihood };
  });
  const { length, factor, solved, variance } = fits.reduce((best, fit) =>
    fit.likelihood > best.likelihood ? fit : best,
  );
  return (x) => {
    const seen = solve(
      factor,
      xs.map((known) => matern(x - known, length)),
    );
    return { mean: middle + dot(seen, solved), deviation: Math.sqrt(variance * Math.max(0, 1 - dot(seen, seen))) };
  };
}

/** Matern's correlation with smoothness 5/2. */
function matern(distance: number, length: number): number {
  const r = (Math.sqrt(5) * Math.abs(distance)) / length;
  return (1 + r + r ** 2 / 3) * Math.exp(-r);
}

/** The lower triangular factor of a positive definite matrix. */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const factor: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (let j = 0; j <= i; j++) {
      const rest = (row[j] ?? 0) - dot(own, (factor[j] ?? own).slice(0, j));
      own.push(j < i ? rest / (factor[j]?.[j] ?? 1) : Math.sqrt(rest));
    }
    factor.push(own);
  }
  return factor;
}

/** x, where the factor times x is `right`. */
function solve(factor: readonly (readonly number[])[], right: readonly number[]): number[] {
  const x: number[] = [];
  for (const [i, row] of factor.entries()) x.push(((right[i] ?? 0) - dot(row.slice(0, i), x)) / (row[i] ?? 1));
  return x;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
