/** How the values of a history lie between the lower and the upper edge of a chart. */
export interface ValueScale {
  readonly isLogarithmic: boolean;
  /** The values at both edges, lower first. */
  readonly low: number;
  readonly high: number;
  /** 0 at the lower edge to 1 at the upper; values beyond the edges are outside of that. */
  position(value: number): number;
  /** The value at a position. */
  at(position: number): number;
}

/** From this ratio of the largest to the least on, positive values are drawn by their logarithm. */
const WIDE = 1000;

/**
 * A scale that holds all values but those that are so much worse than most that nothing could be told of the others: further
 * from the worse quartile than 1.5 times the distance of the quartiles (J. W. Tukey, "Exploratory Data Analysis", 1977).
 *
 * @param values at least one, all finite
 */
export function valueScale(values: readonly number[], direction: "minimize" | "maximize"): ValueScale {
  const sorted = values.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0] as number, sorted.at(-1) as number];
  const isLogarithmic = least > 0 && most / least >= WIDE;
  const forward = isLogarithmic ? Math.log : (value: number) => value;
  const back = isLogarithmic ? Math.exp : (value: number) => value;
  const at = (share: number): number => forward(sorted[Math.round(share * (sorted.length - 1))] as number);
  const fence = 1.5 * (at(0.75) - at(0.25));
  const [low, high] =
    direction === "minimize" ? [at(0), Math.min(at(1), at(0.75) + fence)] : [Math.max(at(0), at(0.25) - fence), at(1)];
  // Halves, as the whole distance may be more than a number can hold.
  const half = high / 2 - low / 2;
  return {
    isLogarithmic,
    low: back(low),
    high: back(high),
    position: (value) => (half > 0 ? (forward(value) / 2 - low / 2) / half : 0.5),
    at: (position) => back(low * (1 - position) + high * position),
  };
}
