import { createRng } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CandidatePool } from "../../../dist/sampler/gaussian-process/candidate-pool.js";
import { priors } from "../../../dist/sampler/gaussian-process/hyperparameters.js";
import type { ModelData } from "../../../dist/sampler/gaussian-process/model-data.js";
import { Posterior } from "../../../dist/sampler/gaussian-process/posterior.js";

function randomData(seed: number, count: number, dimensions: number): ModelData {
  const rng = createRng(seed, "candidate-pool");
  const categorical = Uint8Array.from({ length: dimensions }, () => rng.below(2));
  const coordinate = (axis: number) => (categorical[axis] === 1 ? (rng.below(3) + 0.5) / 3 : rng.next());
  return {
    categorical,
    coordinates: Array.from({ length: dimensions }, (_, axis) =>
      Float64Array.from({ length: count }, () => coordinate(axis)),
    ),
    units: Float64Array.from({ length: count }, () => 5 * rng.next()),
  };
}

function knownPoints({ units, coordinates }: ModelData): Float64Array[] {
  return Array.from(units, (_, i) => Float64Array.from(coordinates, (column) => column[i] as number));
}

/** The variance at `point` given the data, with noise, and `picked` points, without: Gaussian elimination on all of them. */
function variance(data: ModelData, posterior: Posterior, picked: readonly Float64Array[], point: Float64Array): number {
  const known = knownPoints(data);
  const all = [...known, ...picked, point];
  const rows = all.map((a, i) =>
    all.map(
      (b, j) => posterior.kernel.correlation(a, b) + (i === j ? (i < known.length ? posterior.noise : 1e-12) : 0),
    ),
  );
  for (const [pivot, row] of rows.entries()) {
    for (const other of rows.slice(pivot + 1)) {
      const factor = (other[pivot] as number) / (row[pivot] as number);
      for (let i = pivot; i < row.length; i++) other[i] = (other[i] as number) - factor * (row[i] as number);
    }
  }
  return (rows.at(-1)?.at(-1) as number) - 1e-12;
}

describe("CandidatePool", () => {
  it("ranks by lazy variances as by those of all candidates, computed from scratch after every pick", () => {
    const seeds = fc.record({
      seed: fc.nat(),
      count: fc.integer({ min: 2, max: 25 }),
      d: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(seeds, ({ seed, count, d }) => {
        const data = randomData(seed, count, d);
        const theta = Float64Array.from(priors(d, true), ({ mean }) => mean);
        theta[theta.length - 1] = 1;
        const posterior = new Posterior(data, theta);
        const pool = new CandidatePool(posterior, 4);
        const others = randomData(seed + 1, 20, d).coordinates;
        for (let i = 0; i < 20; i++) {
          const point = Float64Array.from(others, (column) => column[i] as number);
          pool.candidates.push(pool.candidate(point, point));
        }
        const picked: Float64Array[] = [];
        for (const head of ["plain", "warped", "warped"] as const) {
          const appetite = { head, inflation: 3 - picked.length };
          const known = new Set([...knownPoints(data), ...picked].map((point) => point.join()));
          const exact = pool.candidates
            .filter(({ seen }) => !known.has(seen.join()))
            .map((candidate) =>
              pool.score(
                {
                  ...candidate,
                  taken: false,
                  variance: Math.max(variance(data, posterior, picked, candidate.seen), 0),
                },
                appetite,
              ),
            );
          const [best] = pool.top(1, appetite);

          if (exact.length === 0) {
            expect(best).toBeUndefined();
            return;
          }
          const highest = Math.max(...exact);
          expect(Math.abs((best?.score ?? Number.NaN) - highest)).toBeLessThan(1e-3 * Math.max(1, Math.abs(highest)));
          if (best === undefined) return;
          pool.pick(best.candidate);
          picked.push(best.candidate.seen);
          pool.candidates.splice(pool.candidates.indexOf(best.candidate), 1);
        }
      }),
      { numRuns: 40 },
    );
  });
});
