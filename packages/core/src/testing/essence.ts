import type { Trial } from "../study/trial/trial.js";

/** What makes trials equal: two searches are the same when these are. */
export function essence(trials: readonly Trial<unknown>[]): unknown[] {
  return trials.map(({ number, batch, params, state, value, metrics, reason }) => ({
    number,
    batch,
    params,
    state,
    value,
    metrics,
    reason,
  }));
}
