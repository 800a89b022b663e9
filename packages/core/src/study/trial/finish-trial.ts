import type { FinishedRecord } from "../../storage/records.js";
import type { StudyCore } from "../study-core.js";
import type { Trial } from "./trial.js";

/** Keeps a trial's outcome, then announces it. @throws StorageError */
export async function finishTrial<P>(core: StudyCore<P>, record: FinishedRecord): Promise<Trial<P>> {
  const { state, events, folders } = core;
  await core.append(record);
  const formerBest = state.best;
  state.apply(record);
  const { best } = state;
  const trial = state.trials[record.trial] as Trial<P>;
  events.emit("trial-finished", { trial, isBest: trial === best });
  await folders?.afterTrial(trial, best, formerBest);
  return trial;
}
