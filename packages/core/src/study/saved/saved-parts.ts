import { InvalidOptionError } from "../../errors.js";
import { type MedianPrunerOptions, medianPruner } from "../../pruner/median-pruner.js";
import type { Pruner } from "../../pruner/pruner.js";
import {
  type SuccessiveHalvingPrunerOptions,
  successiveHalvingPruner,
} from "../../pruner/successive-halving-pruner.js";
import type { Sampler } from "../../sampler/sampler.js";
import { samplerFromJson } from "../../sampler/sampler-from-json.js";
import type { StudyHeader } from "../../storage/records.js";

/**
 * The sampler that a study was saved with.
 * @throws InvalidOptionError when it is not one of this package
 */
export function savedSampler({ name, sampler }: StudyHeader): Sampler {
  const known = samplerFromJson(sampler);
  if (known !== undefined) return known;
  throw unknownPart(name, "sampler", sampler.name);
}

/**
 * The pruner that a study was saved with, if any.
 * @throws InvalidOptionError when it is not one of this package
 */
export function savedPruner({ name, pruner }: StudyHeader): Pruner | undefined {
  if (pruner === undefined) return undefined;
  switch (pruner.name) {
    case "median":
      return medianPruner(pruner.options as MedianPrunerOptions);
    case "successive-halving":
      return successiveHalvingPruner(pruner.options as SuccessiveHalvingPrunerOptions);
    default:
      throw unknownPart(name, "pruner", pruner.name);
  }
}

function unknownPart(study: string, part: "sampler" | "pruner", name: string): InvalidOptionError {
  return new InvalidOptionError(
    `Study "${study}" was saved with the ${part} "${name}", which is not known here; open it with a definition that holds this ${part}.`,
  );
}
