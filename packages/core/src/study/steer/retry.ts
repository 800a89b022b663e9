import { TrialStateError } from "../../errors.js";
import type { StudyCore } from "../study-core.js";
import type { Trial } from "../trial/trial.js";
import { unknownTrial } from "../trial/unknown-trial.js";

/** The work of `Study.retry`. */
export async function retry<P>(core: StudyCore<P>, numbers: readonly number[] | undefined): Promise<Trial<P>[]> {
  const { state } = core;
  const failed = state.trials
    .filter((trial) => trial.state === "failed" && trial.batch >= 0)
    .map(({ number }) => number);
  const trials = [...new Set(numbers ?? failed)].sort((a, b) => a - b);
  for (const number of trials) {
    const trial = state.trials[number];
    if (trial === undefined) throw unknownTrial(core, number);
    if (trial.state === "failed" && trial.batch >= 0) continue;
    const what = trial.batch >= 0 ? trial.state : "imported";
    const message = `Trial ${number} of study "${core.name}" is ${what}; only failed trials are retried.`;
    throw new TrialStateError("trial-not-failed", number, message);
  }
  if (trials.length === 0) return [];
  const record = { type: "retried", trials } as const;
  await core.append(record);
  state.apply(record);
  return trials.map((number) => state.trials[number] as Trial<P>);
}
