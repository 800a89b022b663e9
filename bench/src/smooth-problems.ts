import { continuousProblem, cube, type Problem } from "./problem.js";

const { cos, exp, PI, sin, sqrt } = Math;

function sum(x: readonly number[], term: (value: number, index: number) => number): number {
  return x.reduce((total, value, index) => total + term(value, index), 0);
}

/** Three equal valleys (Branin 1972). */
export const branin: Problem = continuousProblem(
  "branin",
  [
    [-5, 10],
    [0, 15],
  ],
  0.39788735772973816,
  ([a = 0, b = 0]) =>
    (b - (5.1 / (4 * PI ** 2)) * a * a + (5 / PI) * a - 6) ** 2 + 10 * (1 - 1 / (8 * PI)) * cos(a) + 10,
);

const HARTMANN_WEIGHTS = [1, 1.2, 3, 3.2];
const HARTMANN_SHAPES = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_CENTRES = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/** Four bumps in six dimensions (Hartman 1973). */
export const hartmann6: Problem = continuousProblem("hartmann6", cube(6, 0, 1), -3.322368011415515, (x) => {
  let total = 0;
  for (const [bump, weight] of HARTMANN_WEIGHTS.entries()) {
    const shape = HARTMANN_SHAPES[bump] ?? [];
    const centre = HARTMANN_CENTRES[bump] ?? [];
    total -= weight * exp(-sum(x, (value, i) => (shape[i] ?? 0) * (value - (centre[i] ?? 0)) ** 2));
  }
  return total;
});

/** A funnel covered with small holes (Ackley 1987), off centre. */
export function ackley(dimensions: number): Problem {
  return continuousProblem(`ackley${dimensions}`, cube(dimensions, -20, 32.768), 0, (x) => {
    const far = sqrt(sum(x, (value) => value * value) / dimensions);
    const waves = sum(x, (value) => cos(2 * PI * value)) / dimensions;
    return 20 + Math.E - 20 * exp(-0.2 * far) - exp(waves);
  });
}

/** A curved valley (Rosenbrock 1960), as log10(1 + f). */
export function rosenbrock(dimensions: number): Problem {
  return continuousProblem(`rosenbrock${dimensions}`, cube(dimensions, -5, 10), 0, (x) =>
    Math.log10(1 + sum(x.slice(1), (next, i) => 100 * (next - (x[i] ?? 0) ** 2) ** 2 + ((x[i] ?? 0) - 1) ** 2)),
  );
}

/** Two basins on each axis (Styblinski and Tang 1990). */
export function styblinski(dimensions: number): Problem {
  return continuousProblem(`styblinski${dimensions}`, cube(dimensions, -5, 5), -39.16616570377142 * dimensions, (x) =>
    sum(x, (value) => (value ** 4 - 16 * value ** 2 + 5 * value) / 2),
  );
}

/** Waves over a bowl (Levy and Montalvo 1985), off centre. */
export function levy(dimensions: number): Problem {
  return continuousProblem(`levy${dimensions}`, cube(dimensions, -12, 6), 0, (x) => {
    const w = x.map((value) => 1 + (value - 1) / 4);
    const last = w.at(-1) ?? 1;
    return (
      sin(PI * (w[0] ?? 0)) ** 2 +
      sum(w.slice(0, -1), (value) => (value - 1) ** 2 * (1 + 10 * sin(PI * value + 1) ** 2)) +
      (last - 1) ** 2 * (1 + sin(2 * PI * last) ** 2)
    );
  });
}

/** Narrow ravines, m = 10 (Michalewicz 1992). */
export const michalewicz5: Problem = continuousProblem(
  "michalewicz5",
  cube(5, 0, PI),
  -4.687658179088148,
  (x) => -sum(x, (value, i) => sin(value) * sin(((i + 1) * value ** 2) / PI) ** 20),
);

/** Ripples on a bowl (Griewank 1981), off centre. */
export function griewank(dimensions: number): Problem {
  return continuousProblem(`griewank${dimensions}`, cube(dimensions, -300, 600), 0, (x) => {
    const ripples = x.reduce((product, value, i) => product * cos(value / sqrt(i + 1)), 1);
    return 1 + sum(x, (value) => value * value) / 4000 - ripples;
  });
}
