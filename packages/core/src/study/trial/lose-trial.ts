import type { StudyCore } from "../study-core.js";
import type { Trial } from "./trial.js";

/** Keeps that an attempt at a trial has no outcome, then announces it: the trial waits for its next attempt. @throws StorageError */
export async function loseTrial<P>(core: StudyCore<P>, trial: number, message: string): Promise<void> {
  const { state, events } = core;
  const { attempt } = state.trials[trial] as Trial<P>;
  const record = { type: "lost", trial, attempt, message } as const;
  await core.append(record);
  state.apply(record);
  events.emit("trial-lost", { trial: state.trials[trial] as Trial<P>, message });
}
