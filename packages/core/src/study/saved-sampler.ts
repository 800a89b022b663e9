import { InvalidOptionError } from "../errors.js";
import { randomSampler } from "../sampler/random-sampler.js";
import type { Sampler } from "../sampler/sampler.js";
import { shacGpSampler } from "../sampler/shac-gp-sampler.js";
import { type ShacSamplerOptions, shacSampler } from "../sampler/shac-sampler.js";
import type { StudyHeader } from "../storage/records.js";

/**
 * The sampler that a study was saved with.
 * @throws InvalidOptionError when it is not one of this package
 */
export function savedSampler({ name, sampler }: StudyHeader): Sampler {
  switch (sampler.name) {
    case "shac":
      return shacSampler(sampler.options as ShacSamplerOptions);
    case "random":
      return randomSampler();
    case "shac-gp":
      return shacGpSampler();
    default:
      throw new InvalidOptionError(
        `Study "${name}" was saved with the sampler "${sampler.name}", which is not known here; open it with a definition that holds this sampler.`,
      );
  }
}
