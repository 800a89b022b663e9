import type { Box } from "./box.js";

/** Share of an axis' range that some box covers. */
export function coveredShare(boxes: readonly Box[], axis: number): number {
  const ranges = boxes.map(({ lower, upper }) => [lower[axis] as number, upper[axis] as number] as const);
  ranges.sort(([a], [b]) => a - b);
  let covered = 0;
  let end = 0;
  for (const [low, high] of ranges) {
    if (high <= end) continue;
    covered += high - Math.max(low, end);
    end = high;
  }
  return covered;
}

/** Shares of the boxes' volume in `bins` equal parts of an axis; all 0 without a box. */
export function marginalShares(boxes: readonly Box[], axis: number, bins: number): Float64Array {
  const shares = new Float64Array(bins);
  let total = 0;
  for (const { lower, upper, volume } of boxes) {
    const [low, high] = [lower[axis] as number, upper[axis] as number];
    total += volume;
    for (const { bin, share } of binsUnder(low, high, bins)) {
      shares[bin] = (shares[bin] as number) + (volume * share) / (high * bins - low * bins);
    }
  }
  return total > 0 ? shares.map((share) => share / total) : shares;
}

/** The bins that [low, high) reaches into, with the share of each that it covers. */
export function* binsUnder(
  low: number,
  high: number,
  bins: number,
): Iterable<{ bin: number; share: number; middle: number }> {
  for (let bin = Math.floor(low * bins); bin < bins && bin < high * bins; bin++) {
    const from = Math.max(low * bins, bin);
    const to = Math.min(high * bins, bin + 1);
    yield { bin, share: to - from, middle: (from + to) / (2 * bins) };
  }
}
