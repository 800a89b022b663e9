import { TrialStateError } from "../../errors.js";
import type { StudyCore } from "../study-core.js";

/** The error for a number that no trial has. */
export function unknownTrial<P>({ name, state: { trials } }: StudyCore<P>, number: number): TrialStateError {
  const there = trials.length === 0 ? "it has none yet" : `it has 0 to ${trials.length - 1}`;
  return new TrialStateError(
    "unknown-trial",
    number,
    `There is no trial ${String(number)} in study "${name}"; ${there}.`,
  );
}
