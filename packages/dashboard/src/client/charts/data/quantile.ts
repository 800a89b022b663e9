/** The value below which a share of the numbers lies, between neighbours by their distance; NaN of none. `sorted` from low to high. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const [a, b] = [sorted[low] ?? Number.NaN, sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN];
  return place === low ? a : a + (b - a) * (place - low);
}

/** The finite ones among the numbers, from low to high. */
export function sortNumbers(values: ArrayLike<number | null>): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "number" && Number.isFinite(value)) kept[count++] = value;
  }
  return kept.subarray(0, count).sort();
}
