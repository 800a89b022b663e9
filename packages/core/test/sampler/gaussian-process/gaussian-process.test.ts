import { describe, expect, it } from "vitest";
import { CandidatePool } from "../../../dist/sampler/gaussian-process/candidate-pool.js";
import { priorMeans, priors } from "../../../dist/sampler/gaussian-process/hyperparameters.js";
import { logExpectedImprovement } from "../../../dist/sampler/gaussian-process/log-expected-improvement.js";
import { LogPosterior } from "../../../dist/sampler/gaussian-process/log-posterior.js";
import type { ModelData } from "../../../dist/sampler/gaussian-process/model-data.js";
import { Posterior } from "../../../dist/sampler/gaussian-process/posterior.js";
import fixture from "./fixtures/gaussian-process.json" with { type: "json" };

type Case = (typeof fixture.cases)[number];

/** The values are standardised already, so that they stay as they are where nothing bends them. */
function dataOf({ x, y, categories }: Case): ModelData {
  return {
    coordinates: categories.map((_, axis) => Float64Array.from(x, (point) => point[axis] as number)),
    categorical: Uint8Array.from(categories, (count) => (count > 0 ? 1 : 0)),
    units: Float64Array.from(y),
  };
}

function hyperparametersOf({ lengthScales, additiveLengthScales, additiveShare, noiseRatio }: Case): Float64Array {
  const shareLogit = Math.log(additiveShare / (1 - additiveShare));
  return Float64Array.from([
    ...lengthScales.map(Math.log),
    ...additiveLengthScales.map(Math.log),
    shareLogit,
    Math.log(noiseRatio),
    0,
  ]);
}

describe.each(fixture.cases)("the process of numpy's case $name", (expected) => {
  const data = dataOf(expected);
  const theta = hyperparametersOf(expected);

  it("has the same likelihood", () => {
    const gradient = new Float64Array(theta.length);
    const prior = priors(data.categorical.length).reduce(
      (sum, { mean, sd }, i) => sum - ((theta[i] as number) - mean) ** 2 / (2 * sd * sd),
      0,
    );
    expect(new LogPosterior(data).evaluate(theta, gradient) - prior).toBeCloseTo(expected.logLikelihood, 7);
  });

  it("predicts the same means and variances", () => {
    const posterior = new Posterior(data, theta);
    const pool = new CandidatePool(posterior, 1);
    expect(posterior.plain.variance).toBeCloseTo(expected.signalVariance, 6);
    for (const [i, x] of expected.testX.entries()) {
      const point = Float64Array.from(x);
      const candidate = pool.candidate(point, point);
      pool.solve(candidate);
      expect(candidate.plainMean).toBeCloseTo(expected.mean[i] as number, 7);
      expect(candidate.warpedMean).toBeCloseTo(expected.mean[i] as number, 7);
      expect(candidate.variance).toBeCloseTo(expected.correlationVariance[i] as number, 8);
    }
  });

  it.each([-1.5, 0, 0.4, 3])("has the gradient that differences show, with the values bent by %f", (phi) => {
    const units = data.units.map((value) => 3 * value * value);
    const posterior = new LogPosterior({ ...data, units });
    const at = theta.slice();
    at[at.length - 1] = phi;
    const gradient = new Float64Array(at.length);
    const unused = new Float64Array(at.length);
    posterior.evaluate(at, gradient);
    for (let i = 0; i < at.length; i++) {
      const step = 1e-5;
      const above = at.slice();
      const below = at.slice();
      above[i] = (at[i] as number) + step;
      below[i] = (at[i] as number) - step;
      const slope = (posterior.evaluate(above, unused) - posterior.evaluate(below, unused)) / (2 * step);
      expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
    }
  });

  it("takes a model without a Cholesky factor for impossible", () => {
    const twice = { ...data, coordinates: data.coordinates.map((column) => column.fill(0.5)) };
    const noiseless = priorMeans(data.categorical.length);
    noiseless[noiseless.length - 2] = -800;
    expect(new LogPosterior(twice).evaluate(noiseless, new Float64Array(noiseless.length))).toBe(-Infinity);
  });
});

it.each(fixture.logEI)("log EI of $mean +- $sd below $best", ({ best, mean, sd, logEI }) => {
  expect(Math.abs(logExpectedImprovement(best, mean, sd) / logEI - 1)).toBeLessThan(1e-7);
});
