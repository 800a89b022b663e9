import type { Direction } from "./best-so-far.js";
import { isFeasible, type KnownColumns } from "./trial-kind.js";

/**
 * How good each trial is among the feasible ones: 0 for the worst value, 1 for the best, evenly spread between, equal for
 * equal values; NaN for a trial without such a value. Ranks do not suffer from a few huge values, as a share of the range does.
 */
export function goodness(columns: KnownColumns, direction: Direction): Float64Array {
  const shares = new Float64Array(columns.count).fill(Number.NaN);
  const sign = direction === "minimize" ? -1 : 1;
  const ranked = Uint32Array.from({ length: columns.count }, (_, i) => i).filter((i) => isFeasible(columns, i));
  const value = (i: number): number => columns.value[i] as number;
  ranked.sort((a, b) => sign * (value(a) - value(b)));
  for (let start = 0; start < ranked.length; ) {
    let end = start;
    while (end + 1 < ranked.length && value(ranked[end + 1] as number) === value(ranked[start] as number)) end++;
    const share = ranked.length === 1 ? 1 : (start + end) / 2 / (ranked.length - 1);
    for (let i = start; i <= end; i++) shares[ranked[i] as number] = share;
    start = end + 1;
  }
  return shares;
}
