/** What stands where there is no value. */
export const noValue = "–";

/** A number in at most six significant digits, very small and very large ones with an exponent. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return noValue;
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return String(value);
  if (size >= 1e9 || size < 1e-4)
    return value
      .toExponential(4)
      .replace(/\.?0+e/, "e")
      .replace("e+", "e");
  return String(Number(value.toPrecision(6)));
}

/** How many of something, with thousands apart: 100,000. */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** A share of 0 to 1 as per cent, in as many digits as tell it from nothing: 100 %, 7.4 %, 0.0023 %. */
export function formatPercent(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return noValue;
  return `${Number((share * 100).toPrecision(share >= 0.1 ? 3 : 2))} %`;
}

/** A speed in three significant digits; what a stop-watch tells is no more exact. */
export function formatRate(rate: number | null | undefined): string {
  if (rate === null || rate === undefined || !Number.isFinite(rate)) return noValue;
  return rate >= 1000 ? formatCount(Math.round(rate)) : String(Number(rate.toPrecision(3)));
}
