import { categorical, createRng, float, searchSpace } from "@shac/core";
import type { Params, Problem } from "./problem.js";

const CATEGORIES = ["a", "b", "c", "d", "e"] as const;
const COUNT = 4;

/**
 * Four categoricals of five values, of which every pair has a table of values in [0, 1], and four floats in [0, 1], each
 * with a parabola whose lowest point depends on the category of the same number.
 */
export function mixedProblem(): Problem {
  const rng = createRng(1, "mixed");
  const row = () => Array.from(CATEGORIES, () => rng.next());
  const pairs: { first: number; second: number; table: number[][] }[] = [];
  for (let first = 0; first < COUNT; first++) {
    for (let second = first + 1; second < COUNT; second++)
      pairs.push({ first, second, table: Array.from(CATEGORIES, row) });
  }
  const optima = Array.from({ length: COUNT }, row);
  const ofCategories = (cells: readonly number[]) =>
    pairs.reduce(
      (sum, { first, second, table }) => sum + (table[cells[first] as number]?.[cells[second] as number] ?? 0),
      0,
    );
  const value = (params: Params) => {
    const cells = Array.from({ length: COUNT }, (_, i) => CATEGORIES.indexOf(params[`c${i + 1}`] as "a"));
    const ofFloats = cells.reduce((sum, cell, i) => {
      const distance = (params[`x${i + 1}`] as number) - (optima[i]?.[cell] ?? 0);
      return sum + 4 * distance * distance;
    }, 0);
    return ofCategories(cells) + ofFloats;
  };
  let least = Infinity;
  for (let code = 0; code < CATEGORIES.length ** COUNT; code++) {
    const cells = Array.from(
      { length: COUNT },
      (_, i) => Math.floor(code / CATEGORIES.length ** i) % CATEGORIES.length,
    );
    least = Math.min(least, ofCategories(cells));
  }
  return {
    name: "mixed",
    space: searchSpace({
      c1: categorical(CATEGORIES),
      c2: categorical(CATEGORIES),
      c3: categorical(CATEGORIES),
      c4: categorical(CATEGORIES),
      x1: float(0, 1),
      x2: float(0, 1),
      x3: float(0, 1),
      x4: float(0, 1),
    }) as unknown as Problem["space"],
    evaluate: value,
    regret: (params) => Math.max(value(params) - least, 0),
  };
}
