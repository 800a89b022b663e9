import { bbobProblem } from "./bbob.js";
import { mixedProblem } from "./mixed-problem.js";
import { noisyEllipsoid } from "./noisy-ellipsoid.js";
import type { Problem } from "./problem.js";
import { ackley, branin, griewank, hartmann6, levy, michalewicz5, rosenbrock, styblinski } from "./smooth-problems.js";
import { digitsSvm } from "./tasks/digits-svm.js";
import { houses } from "./tasks/houses.js";
import { iris } from "./tasks/iris.js";
import { wages } from "./tasks/wages.js";

/** The ten functions that samplers are compared on. */
export const TEN: readonly Problem[] = [
  branin,
  hartmann6,
  ackley(8),
  rosenbrock(5),
  styblinski(10),
  levy(6),
  michalewicz5,
  griewank(10),
  noisyEllipsoid(),
  mixedProblem(),
];

/** More dimensions than a Gaussian process is at home in. */
const HIGH: readonly Problem[] = [ackley(20), levy(20), rosenbrock(20), styblinski(50), levy(50)];

/** Functions whose least value is known. */
export const FUNCTIONS: readonly Problem[] = [...TEN, ...HIGH];

/** Models to be tuned on real data. */
export const TASKS: readonly Problem[] = [houses, wages, iris, digitsSvm];

export const PROBLEMS: readonly Problem[] = [...FUNCTIONS, ...TASKS];

/** @throws Error when there is no problem of that name */
export function problemOf(name: string): Problem {
  if (name.startsWith("bbob-")) return bbobProblem(name);
  const problem = PROBLEMS.find((each) => each.name === name);
  if (problem !== undefined) return problem;
  throw new Error(`There is no problem ${name}; there are ${PROBLEMS.map((each) => each.name).join(", ")}.`);
}
