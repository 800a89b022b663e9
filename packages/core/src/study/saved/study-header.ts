import { InvalidOptionError } from "../../errors.js";
import { fingerprint } from "../../fingerprint.js";
import type { Sampler } from "../../sampler/sampler.js";
import type { SearchSpace } from "../../space/search-space.js";
import type { StudyHeader } from "../../storage/records.js";
import { planBudget } from "../budget.js";
import { checkSeed } from "../check-number.js";
import { checkConstraints, constraintsJson } from "../constraints.js";
import type { StudyOptions } from "../define-study.js";

/**
 * The header of a new study, with every default filled in.
 * @param options checked by `checkStudyOptions`
 * @throws InvalidOptionError for a budget that cannot be
 */
export function newHeader<P>(options: StudyOptions<SearchSpace<P>>, sampler: Sampler): StudyHeader {
  const { name = "study", space, direction = "minimize", mode = "batch", pruner } = options;
  const constraints = constraintsJson(options.constraints);
  const definition = { space: space.toJSON(), direction, ...(constraints && { constraints }) };
  return {
    type: "study",
    format: 1,
    id: crypto.randomUUID(),
    name,
    created: new Date().toISOString(),
    ...definition,
    ...planBudget(options.totalBudget, options.numBatches),
    seed: options.seed ?? (crypto.getRandomValues(new Uint32Array(1))[0] as number),
    mode,
    sampler: { name: sampler.name, options: sampler.options },
    ...(pruner && { pruner: { name: pruner.name, options: pruner.options } }),
    fingerprint: fingerprint(definition),
  };
}

/** Checks all options but the budget, which is judged together with a saved study's. */
export function checkStudyOptions<P>(options: StudyOptions<SearchSpace<P>>): void {
  const { name, space, direction, seed, sampler, pruner, objective, mode, constraints } = options;
  if (typeof space?.toJSON !== "function" || typeof space.decode !== "function") {
    throw new InvalidOptionError(`A study needs a space; give space: searchSpace({ ... }), not ${String(space)}.`);
  }
  if (name !== undefined && (typeof name !== "string" || name === "")) {
    throw new InvalidOptionError(`name is ${String(name) || "empty"}; give a text.`);
  }
  if (direction !== undefined && direction !== "minimize" && direction !== "maximize") {
    throw new InvalidOptionError(`direction is ${String(direction)}; give "minimize" or "maximize".`);
  }
  if (mode !== undefined && mode !== "batch" && mode !== "async") {
    throw new InvalidOptionError(`mode is ${String(mode)}; give "batch" or "async".`);
  }
  checkConstraints(constraints);
  if (seed !== undefined) checkSeed(seed);
  if (sampler !== undefined && typeof sampler.propose !== "function") {
    throw new InvalidOptionError(`sampler is ${String(sampler)}; give what a function such as shacSampler() returns.`);
  }
  if (pruner !== undefined && typeof pruner.bounds !== "function") {
    throw new InvalidOptionError(`pruner is ${String(pruner)}; give what a function such as medianPruner() returns.`);
  }
  if (objective !== undefined && typeof objective !== "function") {
    throw new InvalidOptionError(`objective is ${String(objective)}; give a function of (params, context).`);
  }
}
