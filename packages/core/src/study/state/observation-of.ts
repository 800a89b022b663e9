import type { Observation } from "../../sampler/sampler.js";
import type { StudyHeader } from "../../storage/records.js";
import type { Trial } from "../trial/trial.js";

/** What a sampler learns of a trial that has an outcome. */
export function observationOf(
  { number, batch, state, value, violation = 0 }: Trial<unknown>,
  point: Float64Array,
  { direction, constraints }: Pick<StudyHeader, "direction" | "constraints">,
): Observation {
  if (value !== undefined) return { number, batch, point, loss: direction === "minimize" ? value : -value, violation };
  const without = { number, batch, point, loss: Infinity, violation: constraints === undefined ? 0 : Infinity };
  return state === "pruned" ? { ...without, pruned: true } : without;
}
