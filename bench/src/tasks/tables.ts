import { readFileSync } from "node:fs";
import { createRng } from "@shac/core";

/** A row of an npm package's data, by column. */
export type Row = Readonly<Record<string, string | number>>;

/** The table in a file of a package of Stdlib's data sets. */
export function readTable(url: string): Row[] {
  return JSON.parse(readFileSync(new URL(url), "utf8")) as Row[];
}

/** `columns` of the rows, each with mean 0 and variance 1; a column of words becomes one of 0 and 1 for each word. */
export function features(rows: readonly Row[], columns: readonly string[]): Float64Array[] {
  const numeric = columns.flatMap((column): number[][] => {
    const cells = rows.map((row) => row[column] as string | number);
    if (typeof cells[0] === "number") return [cells as number[]];
    return [...new Set(cells)].sort().map((word) => cells.map((cell) => Number(cell === word)));
  });
  const scaled = numeric.map(standardized);
  return rows.map((_, row) => Float64Array.from(scaled, (column) => column[row] as number));
}

/** With mean 0 and variance 1. */
export function standardized(values: readonly number[]): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance || 1));
}

/** Which rows to learn from, and which to be judged by. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

const FOLDS = 5;

/** Five folds of so many rows, always the same. */
export function folds(count: number): Fold[] {
  const rng = createRng(1, "folds");
  const order = Array.from({ length: count }, (_, row) => ({ row, key: rng.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
  return Array.from({ length: FOLDS }, (_, fold) => ({
    train: order.filter((_, i) => i % FOLDS !== fold),
    test: order.filter((_, i) => i % FOLDS === fold),
  }));
}

/** The members of `of` at `rows`. */
export function pick<T>(of: readonly T[], rows: readonly number[]): T[] {
  return rows.map((row) => of[row] as T);
}
