import type { Observation } from "./sampler.js";

/** Whether nothing that a sampler may learn from tells two observations apart. */
export function isSameObservation(a: Observation, b: Observation): boolean {
  if (a === b) return true;
  if (a.loss !== b.loss || a.violation !== b.violation || a.pruned !== b.pruned) return false;
  return a.point === b.point || a.point.every((u, axis) => u === b.point[axis]);
}
