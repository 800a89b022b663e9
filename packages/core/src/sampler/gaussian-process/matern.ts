/** Steps of the table a unit. */
const STEPS = 64;
/** Beyond it exp(-x) is below 5e-18 and counts as nothing. */
const END = 40;
const TABLE: Float64Array = Float64Array.from({ length: END * STEPS + 1 }, (_, i) => Math.exp(-i / STEPS));

/** exp(-x) for x from 0, to about 1e-11 relative: a table and four terms of the series for what is left. */
export function expNegative(x: number): number {
  if (!(x < END)) return 0;
  const step = (x * STEPS) | 0;
  const rest = x - step * (1 / STEPS);
  return (TABLE[step] as number) * (1 - rest * (1 - rest * (0.5 - rest * (1 / 6 - rest * (1 / 24)))));
}

/** The Matern correlation of smoothness 5/2 at `s` = sqrt(5) times the scaled distance. */
export function matern(s: number): number {
  return (1 + s * (1 + s * (1 / 3))) * expNegative(s);
}
