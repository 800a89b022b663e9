import assert from "node:assert/strict";
import { createRng } from "../../rng.js";
import type { Observation, Proposal, ProposalRequest, Sampler } from "../../sampler/sampler.js";
import type { SearchSpace } from "../../space/search-space.js";
import { checkProposal } from "./check-proposal.js";

/** N and W of every case. */
const TOTAL_BUDGET = 40;
export const BATCH_SIZE = 10;

/** A request of a study of these seed, space and observations, as its batch mode makes it unless said otherwise. */
export function requestOf({
  seed = 1,
  observations = [],
  ...given
}: { readonly space: SearchSpace<unknown>; readonly seed?: number } & Partial<ProposalRequest>): ProposalRequest {
  const batch = given.batch ?? observations.filter((o) => o.batch >= 0).length / BATCH_SIZE;
  return {
    batch,
    count: BATCH_SIZE,
    batchSize: BATCH_SIZE,
    totalBudget: TOTAL_BUDGET,
    initialBudget: TOTAL_BUDGET,
    observations,
    pending: [],
    seed,
    rng: (purpose, index) => createRng(seed, purpose, batch, index),
    signal: new AbortController().signal,
    ...given,
  };
}

/** What a sampler was asked, and what it gave. */
export interface Exchange {
  readonly request: ProposalRequest;
  readonly proposal: Proposal;
}

/** Proposes, and checks the proposal as such. */
export async function ask(sampler: Sampler, request: ProposalRequest): Promise<Proposal> {
  const proposal = await sampler.propose(request);
  checkProposal(request, proposal);
  return proposal;
}

/** Losses that fall towards the coordinates 0.3. */
export function bowl(point: Float64Array): number {
  return point.reduce((sum, u) => sum + (u - 0.3) * (u - 0.3), 0);
}

/** A whole search, each batch learning from those before it. */
export async function search(
  sampler: Sampler,
  task: {
    readonly space: SearchSpace<unknown>;
    readonly seed?: number;
    readonly loss?: (point: Float64Array, number: number) => number;
    readonly violation?: (point: Float64Array) => number;
  },
): Promise<readonly Exchange[]> {
  const { space, seed = 1, loss = bowl, violation = () => 0 } = task;
  const exchanges: Exchange[] = [];
  const observations: Observation[] = [];
  for (let batch = 0; batch * BATCH_SIZE < TOTAL_BUDGET; batch++) {
    const request = requestOf({ space, seed, batch, observations: observations.slice() });
    const proposal = await ask(sampler, request);
    exchanges.push({ request, proposal });
    if (proposal.stop !== undefined) break;
    for (const point of proposal.points) {
      const number = observations.length;
      observations.push({ number, batch, point, loss: loss(point, number), violation: violation(point) });
    }
  }
  return exchanges;
}

/** Observations of points drawn from the prior. */
export function observePrior(
  space: SearchSpace<unknown>,
  count: number,
  loss: (point: Float64Array, number: number) => number = bowl,
): Observation[] {
  const rng = createRng(99, "observed");
  const points: Float64Array[] = [];
  while (points.length < count) {
    const point = space.snap(Float64Array.from(space.axes, () => rng.next()));
    if (space.admits(point)) points.push(point);
  }
  return points.map((point, number) => ({
    number,
    batch: Math.floor(number / BATCH_SIZE),
    point,
    loss: loss(point, number),
    violation: 0,
  }));
}

/** Compares to the bit; -0 is not 0. */
export function assertSamePoints(actual: Proposal, expected: Proposal, message: string): void {
  assert.deepStrictEqual(
    actual.points.map((point) => Array.from(point)),
    expected.points.map((point) => Array.from(point)),
    message,
  );
}
