import { createRng, randomSampler, shacGpSampler } from "@shac/core";
import { expect, it } from "vitest";
import type { Params, Problem } from "../src/problem.js";
import { FUNCTIONS, TASKS } from "../src/problems.js";
import { runSearch } from "../src/run-search.js";
import { quantile } from "../src/table.js";

/** Where functions whose lowest point is known from the literature have it, alike on all axes. */
const LOWEST: Readonly<Record<string, number>> = {
  ackley8: 0,
  rosenbrock5: 1,
  styblinski10: -2.903534,
  levy6: 1,
  griewank10: 0,
};

function draws(problem: Problem): () => Params {
  const rng = createRng(1, "points");
  return () => problem.space.decode(problem.space.snap(Float64Array.from(problem.space.axes, () => rng.next())));
}

it.each(FUNCTIONS)("$name has no point below its least value", (problem) => {
  const draw = draws(problem);
  for (let i = 0; i < 2000; i++) expect(problem.regret(draw())).toBeGreaterThan(0);
});

it.each(FUNCTIONS.filter(({ name }) => name in LOWEST))("$name has its least value on the diagonal", (problem) => {
  const lowest = Object.fromEntries(Object.keys(draws(problem)()).map((each) => [each, LOWEST[problem.name]]));
  expect(problem.regret(lowest)).toBeLessThan(1e-6);
});

it.each([
  ["branin", [Math.PI, 2.275]],
  ["hartmann6", [0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]],
  ["michalewicz5", [2.202906, 1.570796, 1.284992, 1.923058, 1.72047]],
])("%s has its least value at its known lowest point", (name, point) => {
  const problem = FUNCTIONS.find((each) => each.name === name);
  expect(problem?.regret(Object.fromEntries(point.map((x, i) => [`x${i + 1}`, x])))).toBeLessThan(1e-5);
});

/** What is lost by whoever predicts the mean, or every class alike. */
const BLIND: Readonly<Record<string, number>> = { houses: 1, wages: 1, iris: Math.log(3), "digits-svm": 0.9 };

it.each(TASKS)("$name learns from its data, and is the same twice", async (task) => {
  const draw = draws(task);
  const noise = createRng(1, "noise");
  let [best, least] = [draw(), Infinity];
  for (let i = 0; i < 5; i++) {
    const params = draw();
    const loss = await task.evaluate(params, noise);
    if (loss < least) [best, least] = [params, loss];
  }
  expect(least).toBeLessThan(0.9 * (BLIND[task.name] ?? 0));
  expect(least).toBeGreaterThan(0);
  expect(await task.evaluate(best, noise)).toBe(least);
});

it("a search with the model beats a random one, and is the same twice", async () => {
  const [branin] = FUNCTIONS;
  if (branin === undefined) throw new Error("There is no problem.");
  const setting = { totalBudget: 50, batchSize: 10 };
  const model = await runSearch(branin, shacGpSampler(), setting, 1);
  expect(model.regret).toBeLessThan((await runSearch(branin, randomSampler(), setting, 1)).regret);
  expect((await runSearch(branin, shacGpSampler(), setting, 1)).regret).toBe(model.regret);
});

it("quantiles lie between the nearest ranks", () => {
  expect([0, 0.25, 0.5, 1].map((share) => quantile([4, 1, 2], share))).toEqual([1, 1.5, 2, 4]);
});
