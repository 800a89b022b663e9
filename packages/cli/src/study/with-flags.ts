import type { DefinitionFlags } from "../command-line/flags.js";
import { chooseSampler } from "./choose-sampler.js";
import type { AnyDefinition } from "./load-study.js";

/** The flags given that say what a study is made of. */
export function definitionFlags({ name, budget, batches, seed, async, direction, sampler }: DefinitionFlags): string[] {
  const given = Object.entries({ name, budget, batches, seed, async, direction, sampler });
  return given.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`]));
}

/** The file's definition; what the command line says comes first. */
export function withFlags<D extends Omit<AnyDefinition, "objective">>(definition: D, flags: DefinitionFlags): D {
  const { name, direction, budget, batches, seed } = flags;
  const sampler = chooseSampler(flags, definition.sampler);
  return {
    ...definition,
    ...(name === undefined ? {} : { name }),
    ...(direction === undefined ? {} : { direction }),
    ...(budget === undefined ? {} : { totalBudget: budget }),
    ...(batches === undefined ? {} : { numBatches: batches }),
    ...(seed === undefined ? {} : { seed }),
    ...(sampler === undefined ? {} : { sampler }),
    ...(flags.async === undefined ? {} : { mode: "async" }),
  };
}
