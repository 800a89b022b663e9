import { float, type Rng, type SearchSpace, searchSpace } from "@shac/core";

/** A value for each parameter, by name. */
export type Params = Readonly<Record<string, unknown>>;

/** A function to be minimised. */
export interface Problem {
  readonly name: string;
  readonly space: SearchSpace<Params>;
  /** What a search observes; `noise` is used by noisy problems alone. */
  evaluate(params: Params, noise: Rng): number | Promise<number>;
  /** How far the noise-free value at `params` is above the least one, 0 or more; above 0 where nobody knows the least one. */
  regret(params: Params): number | Promise<number>;
}

/** A problem that is computed here. */
export interface ExactProblem extends Problem {
  evaluate(params: Params, noise: Rng): number;
  regret(params: Params): number;
}

/** A problem over floats `x1` .. `xd`, all in [low, high], from its formula. */
export function continuousProblem(
  name: string,
  bounds: readonly (readonly [low: number, high: number])[],
  least: number,
  formula: (x: readonly number[]) => number,
): ExactProblem {
  const names = bounds.map((_, i) => `x${i + 1}`);
  const parameters = Object.fromEntries(bounds.map(([low, high], i) => [names[i] as string, float(low, high)]));
  const value = (params: Params) => formula(names.map((each) => params[each] as number));
  return {
    name,
    space: searchSpace(parameters),
    evaluate: value,
    regret: (params) => Math.max(value(params) - least, 0),
  };
}

/** `dimensions` times the same bounds. */
export function cube(dimensions: number, low: number, high: number): [number, number][] {
  return Array.from({ length: dimensions }, () => [low, high]);
}
