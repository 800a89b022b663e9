/** Points of each of the 4^d equal bins of the cube. */
function histogram(points: Iterable<Float64Array>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const point of points) {
    const bin = Array.from(point, (u) => Math.floor(4 * u)).join();
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return counts;
}

/**
 * How many standard deviations the chi-square statistic of two samples lies above what it is when both come from one
 * distribution, by the cube root of Wilson and Hilferty (1931). Bins of fewer than 20 points count as one.
 */
export function chiSquareDeviation(first: readonly Float64Array[], second: readonly Float64Array[]): number {
  const [a, b] = [histogram(first), histogram(second)];
  const pairs: [number, number][] = [];
  const rare: [number, number] = [0, 0];
  for (const bin of new Set([...a.keys(), ...b.keys()])) {
    const pair: [number, number] = [a.get(bin) ?? 0, b.get(bin) ?? 0];
    if (pair[0] + pair[1] >= 20) {
      pairs.push(pair);
    } else {
      rare[0] += pair[0];
      rare[1] += pair[1];
    }
  }
  if (rare[0] + rare[1] > 0) pairs.push(rare);
  const ratio = Math.sqrt(second.length / first.length);
  const statistic = pairs.reduce((sum, [m, n]) => sum + (m * ratio - n / ratio) ** 2 / (m + n), 0);
  const freedom = Math.max(pairs.length - 1, 1);
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}
