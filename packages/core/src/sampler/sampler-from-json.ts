import type { JsonObject } from "../json-value.js";
import { randomSampler } from "./random-sampler.js";
import type { Sampler } from "./sampler.js";
import { shacGpSampler } from "./shac-gp-sampler.js";
import { type ShacSamplerOptions, shacSampler } from "./shac-sampler.js";

/**
 * A sampler of this package from its name and options, as a journal keeps them; undefined for any other.
 * @throws InvalidOptionError for options that it cannot have
 */
export function samplerFromJson({
  name,
  options,
}: {
  readonly name: string;
  readonly options: JsonObject;
}): Sampler | undefined {
  switch (name) {
    case "shac":
      return shacSampler(options as ShacSamplerOptions);
    case "random":
      return randomSampler();
    case "shac-gp":
      return shacGpSampler();
    default:
      return undefined;
  }
}
