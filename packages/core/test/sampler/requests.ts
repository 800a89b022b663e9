import { createRng, type Observation, type ProposalRequest, type SearchSpace } from "@shac/core";

export const BATCH = 10;

/** The request of a study of batches of 10 that has observed so much; 20 batches unless said otherwise. */
export function requestOf(
  space: SearchSpace<unknown>,
  observations: readonly Observation[],
  given: Partial<ProposalRequest> & { readonly seed?: number } = {},
): ProposalRequest {
  const { seed = 1, batch = observations.length / BATCH, totalBudget = 200 } = given;
  return {
    space,
    batch,
    count: BATCH,
    batchSize: BATCH,
    totalBudget,
    initialBudget: totalBudget,
    observations,
    pending: [],
    seed,
    rng: (purpose, index) => createRng(seed, purpose, batch, index),
    signal: new AbortController().signal,
    ...given,
  };
}

/** Observations of given points, ten a batch. */
export function observe(
  points: readonly Float64Array[],
  loss: (point: Float64Array, number: number) => number,
): Observation[] {
  return points.map((point, number) => ({
    number,
    batch: Math.floor(number / BATCH),
    point,
    loss: loss(point, number),
    violation: 0,
  }));
}

/** Points 0, 0.1 ... 0.9 on the one axis of a space, so many times. */
export function ladder(times: number): Float64Array[] {
  return Array.from({ length: 10 * times }, (_, i) => Float64Array.of((i % 10) / 10));
}
