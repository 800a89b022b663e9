import { inlineBackend, type PruneBound, type TrialReport } from "@shac/core";

/** A report as the fixtures write it. */
export type WrittenReport = readonly [step: number, value: number | string];

export const readReports = (reports: readonly WrittenReport[]): TrialReport[] =>
  reports.map(([step, value]) => ({ step, value: Number(value) }));

/** Index of the report after which a real evaluation is told to give up; null when it never is. */
export async function prunedAt(
  reports: readonly TrialReport[],
  pruning: readonly PruneBound[],
): Promise<number | null> {
  let at: number | null = null;
  const backend = inlineBackend((_params, { report, shouldPrune }) => {
    for (const [i, { step, value }] of reports.entries()) {
      report(step, value);
      if (shouldPrune()) at ??= i;
    }
    return 0;
  });
  await backend.open({ id: "pruned", name: "pruned", fingerprint: "pruned" }, () => {});
  const request = { studyId: "pruned", trial: 0, attempt: 1, params: {}, seed: 0, pruning };
  const { signal } = new AbortController();
  const result = await backend.evaluate(request, {
    signal,
    onStart() {},
    onReport() {},
    onLog() {},
    onAttributes() {},
  });
  await backend.close();
  if ((result.pruned ?? false) !== (at !== null))
    throw new Error("the result does not say what the objective was told");
  return at;
}
