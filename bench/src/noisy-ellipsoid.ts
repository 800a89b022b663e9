import { createRng } from "@shac/core";
import { continuousProblem, cube, type Problem } from "./problem.js";
import { inner, normal, rotation } from "./random-structure.js";

const DIMENSIONS = 6;
const CONDITION = 100;
const NOISE = 0.1;

/** A rotated ellipsoid of condition 100 as log10(1 + f), observed with normal noise of standard deviation 0.1. */
export function noisyEllipsoid(): Problem {
  const rng = createRng(1, "noisy-ellipsoid");
  const rows = rotation(DIMENSIONS, rng);
  const centre = Array.from({ length: DIMENSIONS }, () => 6 * rng.next() - 3);
  const exact = continuousProblem("noisy-ellipsoid6", cube(DIMENSIONS, -5, 5), 0, (x) => {
    const shifted = x.map((value, i) => value - (centre[i] as number));
    const terms = rows.map((row, i) => CONDITION ** (i / (DIMENSIONS - 1)) * inner(row, shifted) ** 2);
    return Math.log10(1 + terms.reduce((a, b) => a + b, 0));
  });
  return { ...exact, evaluate: (params, noise) => exact.regret(params) + NOISE * normal(noise) };
}
