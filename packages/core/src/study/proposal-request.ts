import { createRng } from "../rng.js";
import type { ProposalRequest } from "../sampler/sampler.js";
import type { SearchSpace } from "../space/search-space.js";
import type { StudyState } from "./study-state.js";

/** What a sampler is asked for the batch after the finished ones: nothing but those decides what it proposes. */
export function proposalRequest<P>(
  state: StudyState<P>,
  space: SearchSpace<P>,
  signal: AbortSignal,
  { count, seed = state.header.seed }: { readonly count: number; readonly seed?: number },
): ProposalRequest {
  const batch = state.summaries.length;
  return {
    space,
    batch,
    count,
    batchSize: state.header.batchSize,
    totalBudget: state.totalBudget,
    initialBudget: state.header.totalBudget,
    observations: state.observations.slice(),
    pending: [],
    rng: (purpose, index) => createRng(seed, purpose, batch, index),
    signal,
  };
}
