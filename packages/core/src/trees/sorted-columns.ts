/** Training points column by column, each column sorted once for all trees. */
export interface SortedColumns {
  /** Number of points. */
  readonly count: number;
  readonly dimensions: number;
  /** Coordinate `axis` of point i at `axis * count + i`. */
  readonly values: Float64Array;
  /** `order[axis * count + k]` is the point with the k-th smallest coordinate along `axis`. */
  readonly order: Int32Array;
}

/** Sorts the columns of `points`, all of one length. */
export function sortColumns(points: readonly Float64Array[]): SortedColumns {
  const count = points.length;
  const dimensions = points[0]?.length ?? 0;
  const values = new Float64Array(dimensions * count);
  const order = new Int32Array(dimensions * count);
  for (let axis = 0; axis < dimensions; axis++) {
    const column = values.subarray(axis * count, (axis + 1) * count);
    const sorted = order.subarray(axis * count, (axis + 1) * count);
    for (let i = 0; i < count; i++) {
      column[i] = (points[i] as Float64Array)[axis] as number;
      sorted[i] = i;
    }
    sorted.sort((a, b) => (column[a] as number) - (column[b] as number));
  }
  return { count, dimensions, values, order };
}

/** The columns of those points alone whose `keep` is not 0, renumbered from 0, without sorting again. */
export function selectPoints(columns: SortedColumns, keep: Uint8Array): SortedColumns {
  const renumbered = new Int32Array(columns.count);
  let count = 0;
  for (let i = 0; i < columns.count; i++) {
    renumbered[i] = count;
    if (keep[i] !== 0) count++;
  }
  const values = new Float64Array(columns.dimensions * count);
  const order = new Int32Array(columns.dimensions * count);
  let position = 0;
  for (let k = 0; k < columns.order.length; k++) {
    const axis = Math.floor(k / columns.count);
    const i = columns.order[k] as number;
    if (keep[i] === 0) continue;
    const row = renumbered[i] as number;
    order[position++] = row;
    values[axis * count + row] = columns.values[axis * columns.count + i] as number;
  }
  return { count, dimensions: columns.dimensions, values, order };
}
