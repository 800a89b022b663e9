/** How many colours a ramp of marks has: more could not be told apart. */
const BINS = 16;

/**
 * The marks of each colour: `shares` (0 to 1) sorted into as many bins, as indices in order; what is not finite is in none.
 * Later bins are drawn on top.
 */
export function rampBins(
  shares: ArrayLike<number>,
): readonly { readonly share: number; readonly indices: readonly number[] }[] {
  const bins = Array.from({ length: BINS }, (_, i) => ({ share: i / (BINS - 1), indices: [] as number[] }));
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] as number;
    if (Number.isFinite(share)) bins[Math.min(BINS - 1, Math.max(0, Math.floor(share * BINS)))]?.indices.push(i);
  }
  return bins.filter(({ indices }) => indices.length > 0);
}
