import { accepts, createRng, type Observation, trainBoostedTrees, trainClassifier } from "@shac/core";
import { expect, it } from "vitest";
import { stratifiedFolds } from "../../dist/cascade/cross-validation.js";
import { betterThanMedian } from "../../dist/cascade/labels.js";

const continuous = { name: "x", cells: 0, ordered: true, snap: (u: number) => u, edge: (t: number) => t };
const axes = [continuous, { ...continuous, name: "y" }];

/** Points of a Philox stream with the loss that `loss` gives them. */
function observe(count: number, loss: (point: Float64Array, number: number) => number): Observation[] {
  const rng = createRng(7, "points");
  return Array.from({ length: count }, (_, number) => {
    const point = Float64Array.of(rng.next(), rng.next());
    return { number, batch: 0, point, loss: loss(point, number), violation: 0 };
  });
}

const rng = () => createRng(1, "folds");

it("learns where the better half lies", () => {
  const outcome = trainClassifier(
    observe(60, ([x]) => x as number),
    { axes, rng: rng() },
  );
  if (!("classifier" in outcome)) throw new Error(outcome.refused);
  const { classifier } = outcome;
  expect(classifier.trainedOn).toBe(60);
  expect(classifier.accuracy).toBeGreaterThan(0.9);
  expect(accepts(classifier.trees, Float64Array.of(0.1, 0.7))).toBe(true);
  expect(accepts(classifier.trees, Float64Array.of(0.9, 0.7))).toBe(false);
});

it("reports the mean accuracy of trees trained without each fold in turn", () => {
  const noise = createRng(3, "noise");
  const observations = observe(33, ([x]) => (x as number) + noise.next());
  const points = observations.map((o) => o.point);
  const labels = betterThanMedian(observations);
  const folds = stratifiedFolds(labels, rng());
  const accuracies = [0, 1, 2, 3, 4].map((fold) => {
    const trees = trainBoostedTrees(
      points.filter((_, i) => folds[i] !== fold),
      labels.filter((_, i) => folds[i] !== fold),
    );
    const tested = points.flatMap((point, i) =>
      folds[i] === fold ? [accepts(trees, point) === (labels[i] === 1)] : [],
    );
    return tested.filter(Boolean).length / tested.length;
  });
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / 5;
  expect(new Set(accuracies).size).toBeGreaterThan(1);
  expect(trainClassifier(observations, { axes, rng: rng() })).toHaveProperty("classifier.accuracy", mean);
});

it("gives the same classifier for the same key of the folds' stream", () => {
  const observations = observe(40, ([x, y]) => (x as number) + (y as number));
  expect(trainClassifier(observations, { axes, rng: rng() })).toEqual(
    trainClassifier(observations, { axes, rng: rng() }),
  );
});

it("works with ten points", () => {
  const outcome = trainClassifier(
    observe(10, ([x]) => x as number),
    { axes, rng: rng() },
  );
  expect(outcome).toHaveProperty("classifier.accuracy");
});

it("leaves cross-validation out when asked to", () => {
  const outcome = trainClassifier(
    observe(8, ([x]) => x as number),
    { axes, rng: rng(), skipCvChecks: true },
  );
  expect(outcome).toHaveProperty("classifier");
  expect(outcome).not.toHaveProperty("classifier.accuracy");
});

it("refuses when all losses are equal", () => {
  const outcome = trainClassifier(
    observe(20, () => 3),
    { axes, rng: rng(), skipCvChecks: true },
  );
  expect(outcome).toEqual({ refused: "None of the 20 points is better than the median of them." });
});

it("refuses to cross-validate fewer than five better points", () => {
  const outcome = trainClassifier(
    observe(20, (_, number) => (number < 4 ? number : 9)),
    { axes, rng: rng() },
  );
  expect(outcome).toEqual({
    refused: "Only 4 of the 20 points are better than their median; cross-validation needs 5.",
  });
});

it("refuses a classifier whose cross-validation is worse than a coin", () => {
  // On a checkerboard of single points every neighbour is of the other kind.
  const observations = Array.from({ length: 40 }, (_, number) => ({
    number,
    batch: 0,
    point: Float64Array.of((number + 0.5) / 40, 0.5),
    loss: number % 2,
    violation: 0,
  }));
  const outcome = trainClassifier(observations, { axes, rng: rng(), booster: { minChildWeight: 0.25 } });
  expect(outcome).toHaveProperty(
    "refused",
    expect.stringMatching(/^Cross-validation accuracy 0\.\d+ is below 0\.5\.$/),
  );
  expect(outcome).toHaveProperty("accuracy", expect.any(Number));
});

it("refuses trees that call all their points one class", () => {
  // Six points cannot be split: four of them are needed on either side.
  const outcome = trainClassifier(
    observe(6, ([x]) => x as number),
    { axes, rng: rng(), skipCvChecks: true },
  );
  expect(outcome).toEqual({ refused: "The trained trees refuse all of their 6 points." });
});

it("deals both labels evenly to the folds, differently for different keys", () => {
  const labels = Uint8Array.from({ length: 33 }, (_, i) => (i < 12 ? 1 : 0));
  const folds = stratifiedFolds(labels, rng());
  for (const label of [0, 1]) {
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((f, i) => f === fold && labels[i] === label).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
  expect(stratifiedFolds(labels, createRng(2, "folds"))).not.toEqual(folds);
});
