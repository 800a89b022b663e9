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
    const low = (lower[axis] as number) * bins;
    const high = (upper[axis] as number) * bins;
    total += volume;
    for (let bin = Math.floor(low); bin < high && bin < bins; bin++) {
      const overlap = Math.min(high, bin + 1) - Math.max(low, bin);
      shares[bin] = (shares[bin] as number) + (volume * overlap) / (high - low);
    }
  }
  return total > 0 ? shares.map((share) => share / total) : shares;
}
