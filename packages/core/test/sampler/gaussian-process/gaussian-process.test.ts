import { describe, expect, it } from "vitest";
import { CandidatePool } from "../../../dist/sampler/gaussian-process/candidate-pool.js";
import { priors } from "../../../dist/sampler/gaussian-process/hyperparameters.js";
import { Kernel } from "../../../dist/sampler/gaussian-process/kernel.js";
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

/** The same with a shear of 0.3, -0.3, 0.3 ... for every pair of axes. */
function sheared(theta: Float64Array, dimensions: number): Float64Array {
  const shears = Array.from({ length: (dimensions * (dimensions - 1)) / 2 }, (_, i) => (i % 2 === 0 ? 0.3 : -0.3));
  return Float64Array.from([...theta.subarray(0, 2 * dimensions), ...shears, ...theta.subarray(2 * dimensions)]);
}

/** Of a model along the axes. */
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
  const dimensions = data.categorical.length;
  const theta = hyperparametersOf(expected);
  const straight = priors(dimensions, false);

  it("has the same likelihood", () => {
    const prior = straight.reduce(
      (sum, { mean, sd }, i) => sum - ((theta[i] as number) - mean) ** 2 / (2 * sd * sd),
      0,
    );
    expect(new LogPosterior(data, straight).value(theta) - prior).toBeCloseTo(expected.logLikelihood, 7);
  });

  it("is the same to the last bit where it goes on from that of the first points, whatever these were", () => {
    const first = 2 * Math.floor(expected.x.length / 4);
    const part = (change: number): ModelData => ({
      ...data,
      coordinates: data.coordinates.map((column) => column.slice(0, first).map((u) => u + change)),
      units: data.units.slice(0, first),
    });
    const alone = new Posterior(data, theta);
    const others = theta.map((value) => value - 0.1);
    for (const before of [
      new Posterior(part(0), theta),
      new Posterior(part(0), others),
      new Posterior(part(0.01), theta),
      new Posterior(data, theta),
    ]) {
      expect(new Posterior(data, theta, before).factor).toEqual(alone.factor);
      expect(new Posterior(part(0), theta, before).factor).toEqual(new Posterior(part(0), theta).factor);
    }
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
    const posterior = new LogPosterior({ ...data, units }, priors(dimensions, true));
    const at = sheared(theta, dimensions);
    at[at.length - 1] = phi;
    posterior.value(at);
    const gradient = posterior.gradient();
    for (let i = 0; i < at.length; i++) {
      const step = 1e-5;
      const above = at.slice();
      const below = at.slice();
      above[i] = (at[i] as number) + step;
      below[i] = (at[i] as number) - step;
      const slope = (posterior.value(above) - posterior.value(below)) / (2 * step);
      expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
    }
  });

  it("sees sheared points as the straight process sees them after the shear", () => {
    // Without its additive term, which is not sheared.
    const joint = theta.map((value, i) => (i === theta.length - 3 ? -50 : value));
    const plain = { ...data, categorical: new Uint8Array(dimensions) };
    const shears = sheared(joint, dimensions).subarray(2 * dimensions);
    const shear = (x: readonly number[]) => {
      let next = 0;
      return Float64Array.from(x, (u, j) =>
        x.slice(j + 1).reduce((sum, later) => sum + (shears[next++] as number) * later, u),
      );
    };
    const kernel = new Kernel(plain, sheared(joint, dimensions));
    const straightKernel = new Kernel(plain, joint);
    for (const [i, a] of expected.testX.entries()) {
      const b = expected.x[i] as number[];
      const known = straightKernel.correlation(shear(a), shear(b));
      expect(kernel.correlation(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(known, 12);
    }
  });

  it("has the slope of the score that differences show", () => {
    const posterior = new Posterior(data, sheared(theta, dimensions));
    const pool = new CandidatePool(posterior, 2);
    const [first = [], second = [], third = []] = expected.testX;
    const candidateAt = (x: Float64Array) => {
      const candidate = pool.candidate(x, x);
      pool.solve(candidate);
      return candidate;
    };
    pool.pick(candidateAt(Float64Array.from(first)));
    pool.pick(candidateAt(Float64Array.from(second)));
    for (const appetite of [
      { head: "plain", inflation: 2 },
      { head: "warped", inflation: 1 },
    ] as const) {
      const at = Float64Array.from(third);
      const gradient = pool.gradient(candidateAt(at), appetite);
      for (let axis = 0; axis < dimensions; axis++) {
        if (data.categorical[axis] === 1) continue;
        const shifted = (by: number) => {
          const x = at.map((u, i) => (i === axis ? u + by : u));
          return pool.score(candidateAt(x), appetite);
        };
        const slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
        expect(Math.abs((gradient[axis] as number) - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
      }
    }
  });

  it("takes a model without a Cholesky factor for impossible", () => {
    const twice = { ...data, coordinates: data.coordinates.map((column) => column.fill(0.5)) };
    const noiseless = Float64Array.from(straight, ({ mean }) => mean);
    noiseless[noiseless.length - 2] = -800;
    expect(new LogPosterior(twice, straight).value(noiseless)).toBe(-Infinity);
  });
});

it.each(fixture.logEI)("log EI of $mean +- $sd below $best", ({ best, mean, sd, logEI }) => {
  expect(Math.abs(logExpectedImprovement(best, mean, sd) / logEI - 1)).toBeLessThan(1e-7);
});
