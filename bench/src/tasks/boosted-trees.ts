import type { Rng } from "@shac/core";

const BINS = 24;

/** Settings of gradient boosting. */
export interface BoostingSettings {
  readonly rounds: number;
  readonly rate: number;
  readonly depth: number;
  /** Rows in a leaf at least. */
  readonly leastLeaf: number;
  /** Rows that are added to each leaf, of gradient 0. */
  readonly shrinkage: number;
  /** Shares of rows that each tree sees, and of columns. */
  readonly rows: number;
  readonly columns: number;
}

interface Split {
  readonly column: number;
  /** Rows with this bin or a lower one go left. */
  readonly bin: number;
}

/** What trees that were fitted to the gradients of a loss predict of `test`, the rows being given in bins. */
export function boost(
  settings: BoostingSettings,
  gradient: (residual: number) => number,
  train: { readonly x: readonly Uint8Array[]; readonly y: readonly number[] },
  test: readonly Uint8Array[],
  rng: Rng,
): Float64Array {
  const base = train.y.reduce((a, b) => a + b, 0) / train.y.length;
  const known = new Float64Array(train.y.length).fill(base);
  const asked = new Float64Array(test.length).fill(base);
  const every = [...train.y.keys()];
  const width = train.x[0]?.length ?? 0;
  for (let round = 0; round < settings.rounds; round++) {
    const gradients = known.map((value, row) => gradient((train.y[row] as number) - value));
    const seen = every.filter(() => rng.next() < settings.rows);
    const columns = Array.from({ length: width }, (_, column) => column).filter(() => rng.next() < settings.columns);
    const grow = (
      rows: readonly number[],
      allRows: readonly number[],
      asks: readonly number[],
      depth: number,
    ): void => {
      const sum = rows.reduce((total, row) => total + (gradients[row] as number), 0);
      const split = depth > 0 ? bestSplit(settings, train.x, gradients, rows, columns, sum) : undefined;
      if (split === undefined) {
        const step = (settings.rate * sum) / (rows.length + settings.shrinkage || 1);
        for (const row of allRows) known[row] = (known[row] as number) + step;
        for (const row of asks) asked[row] = (asked[row] as number) + step;
        return;
      }
      const left = (of: readonly Uint8Array[]) => (row: number) => (of[row]?.[split.column] as number) <= split.bin;
      const right = (of: readonly Uint8Array[]) => (row: number) => !left(of)(row);
      const [mine, its] = [left(train.x), left(test)];
      grow(rows.filter(mine), allRows.filter(mine), asks.filter(its), depth - 1);
      const [others, theirs] = [right(train.x), right(test)];
      grow(rows.filter(others), allRows.filter(others), asks.filter(theirs), depth - 1);
    };
    grow(seen, every, [...test.keys()], settings.depth);
  }
  return asked;
}

function bestSplit(
  { leastLeaf, shrinkage }: BoostingSettings,
  x: readonly Uint8Array[],
  gradients: Float64Array,
  rows: readonly number[],
  columns: readonly number[],
  sum: number,
): Split | undefined {
  const gainOf = (total: number, count: number) => (total * total) / (count + shrinkage || 1);
  let most = gainOf(sum, rows.length) + 1e-9;
  let best: Split | undefined;
  for (const column of columns) {
    const sums = new Float64Array(BINS);
    const counts = new Uint16Array(BINS);
    for (const row of rows) {
      const bin = x[row]?.[column] as number;
      sums[bin] = (sums[bin] as number) + (gradients[row] as number);
      counts[bin] = (counts[bin] as number) + 1;
    }
    let [leftSum, leftCount] = [0, 0];
    for (let bin = 0; bin < BINS - 1; bin++) {
      leftSum += sums[bin] as number;
      leftCount += counts[bin] as number;
      if (leftCount < leastLeaf || rows.length - leftCount < leastLeaf) continue;
      const gain = gainOf(leftSum, leftCount) + gainOf(sum - leftSum, rows.length - leftCount);
      if (gain > most) [most, best] = [gain, { column, bin }];
    }
  }
  return best;
}

/** Each cell as the number of its bin: the bins of a column hold about equally many rows. */
export function binned(rows: readonly Float64Array[]): Uint8Array[] {
  const width = rows[0]?.length ?? 0;
  const edges = Array.from({ length: width }, (_, column) => {
    const sorted = rows.map((row) => row[column] as number).sort((a, b) => a - b);
    return Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] as number);
  });
  return rows.map((row) =>
    Uint8Array.from(row, (cell, column) => (edges[column] ?? []).filter((e) => e < cell).length),
  );
}
