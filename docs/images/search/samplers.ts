import { randomSampler, type Sampler, shacGpSampler, shacSampler } from "@shac/core";

/** What is compared, at 60 evaluations in batches of ten. */
export const samplers: Readonly<Record<string, () => Sampler>> = {
  random: randomSampler,
  shac: shacSampler,
  "shac-gp": shacGpSampler,
};
export const COMPARED = { evaluations: 60, batches: 6 } as const;
