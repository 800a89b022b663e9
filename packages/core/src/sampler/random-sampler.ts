import type { Proposal, ProposalRequest, Sampler } from "./sampler.js";
import { drawUniform } from "./uniform-draw.js";

/** Draws every point from the space's prior, whatever was observed: the baseline to beat. */
export function randomSampler(): Sampler {
  return {
    name: "random",
    options: {},
    propose: ({ space, count, rng }: ProposalRequest): Proposal => ({
      points: Array.from({ length: count }, (_, index) => drawUniform(space, rng("random", index))),
      stages: [],
    }),
  };
}
