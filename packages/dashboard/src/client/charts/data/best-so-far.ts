import { isFeasible, type KnownColumns } from "./trial-kind.js";

export type Direction = "minimize" | "maximize";

/** Where the best value of a study changed. */
export interface BestSteps {
  /** Numbers of the trials that were better than all before them. */
  readonly trials: readonly number[];
  readonly values: readonly number[];
}

/** The trials of a study, in the order of their numbers, that were each the best so far. Only feasible ones count. */
export function bestSoFar(columns: KnownColumns, direction: Direction): BestSteps {
  const [trials, values]: [number[], number[]] = [[], []];
  const sign = direction === "minimize" ? 1 : -1;
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < columns.count; i++) {
    const loss = sign * (columns.value[i] ?? Number.NaN);
    if (!isFeasible(columns, i) || !(loss < best)) continue;
    best = loss;
    trials.push(i);
    values.push(sign * loss);
  }
  return { trials, values };
}

/** The corners of the line that stays at each value until the next one, up to `end`. */
export function stepLine(xs: ArrayLike<number>, ys: ArrayLike<number>, end: number): [xs: number[], ys: number[]] {
  const line: [number[], number[]] = [[], []];
  for (let i = 0; i < xs.length; i++) {
    if (i > 0) {
      line[0].push(xs[i] as number);
      line[1].push(ys[i - 1] as number);
    }
    line[0].push(xs[i] as number);
    line[1].push(ys[i] as number);
  }
  if (xs.length > 0 && end > (xs[xs.length - 1] as number)) {
    line[0].push(end);
    line[1].push(ys[ys.length - 1] as number);
  }
  return line;
}
