import { InvalidOptionError } from "../errors.js";
import { type MedianPrunerOptions, medianPruner } from "../pruner/median-pruner.js";
import type { Pruner } from "../pruner/pruner.js";
import { type SuccessiveHalvingPrunerOptions, successiveHalvingPruner } from "../pruner/successive-halving-pruner.js";
import type { StudyHeader } from "../storage/records.js";

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
      throw new InvalidOptionError(
        `Study "${name}" was saved with the pruner "${pruner.name}", which is not known here; open it with a definition that holds this pruner.`,
      );
  }
}
