import type { StageReport } from "../../sampler/sampler.js";

/** Whether two reports are of the same training. */
export function isSameStage(a: StageReport | undefined, b: StageReport): boolean {
  return (
    a !== undefined &&
    a.state === b.state &&
    a.trainedOn === b.trainedOn &&
    a.imagined === b.imagined &&
    a.accuracy === b.accuracy
  );
}

/** `now`, with the reports that were known already, so that a study holds each only once. */
export function keepSame(known: readonly StageReport[], now: readonly StageReport[]): readonly StageReport[] {
  return now.map((stage, i) => (isSameStage(known[i], stage) ? (known[i] as StageReport) : stage));
}
