import { InvalidOptionError } from "../errors.js";
import type { Sampler } from "../sampler/sampler.js";
import { samplerFromJson } from "../sampler/sampler-from-json.js";
import type { StudyHeader } from "../storage/records.js";

/**
 * The sampler that a study was saved with.
 * @throws InvalidOptionError when it is not one of this package
 */
export function savedSampler({ name, sampler }: StudyHeader): Sampler {
  const known = samplerFromJson(sampler);
  if (known !== undefined) return known;
  throw new InvalidOptionError(
    `Study "${name}" was saved with the sampler "${sampler.name}", which is not known here; open it with a definition that holds this sampler.`,
  );
}
