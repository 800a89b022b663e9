import { readFileSync } from "node:fs";
import { InvalidOptionError, type ReportedTrial, successiveHalvingPruner, type TrialReport } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prunedAt, readReports, type WrittenReport } from "./decisions.js";

interface Written {
  readonly direction: "minimize" | "maximize";
  readonly options: Parameters<typeof successiveHalvingPruner>[0];
  readonly trials: readonly { number: number; state: "complete" | "pruned"; reports: readonly WrittenReport[] }[];
  readonly evaluations: readonly { reports: readonly WrittenReport[]; prunedAt: number | null }[];
}

const fixture = readFileSync(new URL("fixtures/optuna.json", import.meta.url), "utf8");
const { halving } = JSON.parse(fixture) as { halving: readonly Written[] };

const reported = (...values: readonly number[]): ReportedTrial => ({
  number: 0,
  state: "pruned",
  reports: values.map((value, i) => ({ step: i + 1, value })),
});

/** The rule as it is said, by counting: at its highest rung so far, at most so many competitors may be better. */
function goesOn(
  reports: readonly TrialReport[],
  earlier: readonly ReportedTrial[],
  { minResource, reductionFactor }: { readonly minResource: number; readonly reductionFactor: number },
): boolean {
  const reached = (trial: readonly TrialReport[], rung: number) => {
    const end = trial.findIndex(({ step }) => step >= rung);
    const best = Math.min(...trial.slice(0, end + 1).map(({ value }) => value));
    return end < 0 ? undefined : best;
  };
  let rung = minResource;
  const last = reports.at(-1) as TrialReport;
  if (last.step < rung) return true;
  while (rung * reductionFactor <= last.step) rung *= reductionFactor;
  for (; rung >= minResource; rung /= reductionFactor) {
    const others = earlier.flatMap((trial) => reached(trial.reports, rung) ?? []);
    // A rung that nobody reached before is judged by the one below it.
    if (others.length === 0) continue;
    const mine = Math.min(...reports.map(({ value }) => value));
    const better = others.filter((other) => other < mine).length;
    return better < Math.max(1, Math.floor((others.length + 1) / reductionFactor));
  }
  return true;
}

describe("successiveHalvingPruner", () => {
  it("decides as Optuna's does on curves that only improve", async () => {
    let pruned = 0;
    for (const { direction, options, trials, evaluations } of halving) {
      const table = successiveHalvingPruner(options).bounds(
        trials.map((trial) => ({ ...trial, reports: readReports(trial.reports) })),
        direction,
      );
      for (const { reports, prunedAt: expected } of evaluations) {
        expect(await prunedAt(readReports(reports), table)).toBe(expected);
        if (expected !== null) pruned++;
      }
    }
    expect(pruned).toBeGreaterThan(15);
  });

  it("lets the best of those that reach a rung go on, whatever steps they report", async () => {
    const report = fc.record({ step: fc.integer({ min: 1, max: 40 }), value: fc.integer({ min: -5, max: 5 }) });
    const reports = fc
      .uniqueArray(report, { selector: ({ step }) => step, minLength: 1, maxLength: 8 })
      .map((list) => list.toSorted((a, b) => a.step - b.step));
    const options = fc.record({ minResource: fc.constantFrom(1, 2, 4), reductionFactor: fc.constantFrom(2, 3) });
    await fc.assert(
      fc.asyncProperty(fc.array(reports, { maxLength: 12 }), reports, options, async (earlier, mine, rule) => {
        const trials = earlier.map((list, number) => ({ number, state: "complete" as const, reports: list }));
        const stops = mine.findIndex((_, i) => !goesOn(mine.slice(0, i + 1), trials, rule));
        const expected = stops < 0 ? null : stops;
        expect(await prunedAt(mine, successiveHalvingPruner(rule).bounds(trials, "minimize"))).toBe(expected);
        const mirror = <T extends TrialReport>(list: readonly T[]) =>
          list.map(({ step, value }) => ({ step, value: -value }));
        const mirrored = trials.map((trial) => ({ ...trial, reports: mirror(trial.reports) }));
        const table = successiveHalvingPruner(rule).bounds(mirrored, "maximize");
        expect(await prunedAt(mirror(mine), table)).toBe(expected);
      }),
    );
  });

  it("puts rungs at powers of the factor, as far as trials went", () => {
    const trials = [reported(8, 8, 7, 5, 5), reported(9, 4, 4), reported(7), reported(6, 6)];
    // With itself an evaluation is one of five at the first rung, of four at the second, of two at the third.
    expect(successiveHalvingPruner({ reductionFactor: 2 }).bounds(trials, "minimize")).toEqual([
      { step: 1, above: 7 },
      { step: 2, above: 6 },
      { step: 4, above: 5 },
    ]);
  });

  it("has nothing to say before anything was reported", () => {
    expect(successiveHalvingPruner().bounds([], "minimize")).toEqual([]);
    expect(successiveHalvingPruner().bounds([reported(), reported(Number.NaN)], "maximize")).toEqual([]);
  });

  it.each([
    [{ minResource: 0 }, "minResource is 0"],
    [{ minResource: Number.NaN }, "minResource is NaN"],
    [{ reductionFactor: 1 }, "reductionFactor is 1"],
    [{ reductionFactor: 2.5 }, "reductionFactor is 2.5"],
  ])("refuses %o", (options, said) => {
    expect(() => successiveHalvingPruner(options)).toThrow(InvalidOptionError);
    expect(() => successiveHalvingPruner(options)).toThrow(said);
  });
});
