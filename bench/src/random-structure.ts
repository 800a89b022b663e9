import type { Rng } from "@shac/core";

/** A standard normal number, by Marsaglia's polar method. */
export function normal(rng: Rng): number {
  for (;;) {
    const a = 2 * rng.next() - 1;
    const b = 2 * rng.next() - 1;
    const square = a * a + b * b;
    if (square > 0 && square < 1) return a * Math.sqrt((-2 * Math.log(square)) / square);
  }
}

/** The rows of a rotation, by Gram and Schmidt from normal vectors. */
export function rotation(dimensions: number, rng: Rng): number[][] {
  const rows: number[][] = [];
  while (rows.length < dimensions) {
    let row = Array.from({ length: dimensions }, () => normal(rng));
    for (const other of rows) {
      const along = inner(row, other);
      row = row.map((value, i) => value - along * (other[i] as number));
    }
    const length = Math.sqrt(inner(row, row));
    rows.push(row.map((value) => value / length));
  }
  return rows;
}

export function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
