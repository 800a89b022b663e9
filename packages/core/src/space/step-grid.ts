/** The values `low`, `low + step` ... up to `high`. */
export interface StepGrid {
  readonly count: number;
  value(i: number): number;
  /** The index whose value lies nearest, not clamped to the grid. */
  nearest(value: number): number;
}

/** Digits after the decimal point in the shortest text of `value`. */
function decimalsOf(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  const point = mantissa.indexOf(".");
  return Math.max((point < 0 ? 0 : mantissa.length - point - 1) - Number(exponent), 0);
}

/** 10^`exponent`, exact up to 22. */
function powerOfTen(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 10;
  return power;
}

/**
 * Grid of a stepped number; `low` <= `high`, `step` > 0. Where `low` and `step` are decimals it counts in integers and
 * divides once, so that each value is the number that its decimal text reads as: 0.3, where 0.1 + 2 * 0.1 gives
 * 0.30000000000000004.
 */
export function stepGrid(low: number, high: number, step: number): StepGrid {
  const decimals = Math.max(decimalsOf(low), decimalsOf(step));
  const scale = powerOfTen(Math.min(decimals, 23));
  const first = Math.round(low * scale);
  const stride = Math.round(step * scale);
  const last = high * scale;
  // Above this, products with `scale` may be rounded to the wrong integer; without decimals there are none.
  const limit = decimals === 0 ? Number.MAX_SAFE_INTEGER : 2 ** 50;
  const exact = decimals <= 22 && Math.max(Math.abs(first), Math.abs(last)) <= limit;
  const value = exact ? (i: number) => (first + i * stride) / scale : (i: number) => low + i * step;
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high));
  let count = Math.floor(exact ? (last + rounding * scale - first) / stride : (high + rounding - low) / step) + 1;
  if (value(count - 1) > high) count--;
  return { count, value, nearest: (number) => Math.round((number - low) / step) };
}
