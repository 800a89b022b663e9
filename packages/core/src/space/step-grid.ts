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
 * Grid of a stepped number; `low` <= `high`, `step` > 0. Where the three are decimals it counts in integers and divides
 * once, so that each value is the number that its decimal text reads as (0.1, 0.2, 0.3 and not 0.30000000000000004).
 */
export function stepGrid(low: number, high: number, step: number): StepGrid {
  const nearest = (value: number): number => Math.round((value - low) / step);
  const decimals = Math.max(decimalsOf(low), decimalsOf(high), decimalsOf(step));
  const scale = powerOfTen(Math.min(decimals, 23));
  const limit = decimals === 0 ? Number.MAX_SAFE_INTEGER : 2 ** 50;
  const [first, last, stride] = [low, high, step].map((x) => Math.round(x * scale)) as [number, number, number];
  if (decimals <= 22 && Math.max(Math.abs(first), Math.abs(last)) <= limit) {
    const count = Math.floor((last - first) / stride) + 1;
    return { count, nearest, value: (i) => (first + i * stride) / scale };
  }
  const ratio = (high - low) / step;
  const rounding = (4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) / step;
  return {
    count: Math.floor(ratio + rounding) + 1,
    nearest,
    value: (i) => Math.min(low + i * step, high),
  };
}
