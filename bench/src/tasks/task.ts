import type { SearchSpace } from "@shac/core";
import type { Params, Problem } from "../problem.js";

/** A model to be tuned: its validation loss, whose least value nobody knows. The same for the same parameters. */
export function task<P>(name: string, space: SearchSpace<P>, loss: (params: P) => number | Promise<number>): Problem {
  const evaluate = (params: Params) => loss(params as P);
  return { name, space: space as unknown as Problem["space"], evaluate, regret: evaluate };
}
