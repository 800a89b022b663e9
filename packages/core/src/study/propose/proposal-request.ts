import { createRng } from "../../rng.js";
import type { ProposalRequest } from "../../sampler/sampler.js";
import type { SearchSpace } from "../../space/search-space.js";
import type { StudyState } from "../state/study-state.js";

interface RequestOptions {
  /** Points that are to be evaluated together with those asked for. */
  readonly given?: readonly Float64Array[];
  /** Default: one that is never aborted. */
  readonly signal?: AbortSignal;
}

/**
 * What a sampler is asked for next: nothing but what is finished decides what it proposes, and in asynchronous mode what is
 * running.
 */
export function proposalRequest<P>(
  state: StudyState<P>,
  space: SearchSpace<P>,
  count: number,
  { given = [], signal = new AbortController().signal }: RequestOptions = {},
): ProposalRequest {
  const { header, totalBudget, proposals, points, unfinished } = state;
  const running = state.isAsync ? [...unfinished].map((number) => points[number] as Float64Array) : [];
  return {
    space,
    batch: proposals,
    count,
    batchSize: header.batchSize,
    totalBudget,
    initialBudget: header.totalBudget,
    observations: state.observations.slice(),
    pending: [...running, ...given],
    seed: header.seed,
    rng: (purpose, index) => createRng(header.seed, purpose, proposals, index),
    signal,
  };
}
