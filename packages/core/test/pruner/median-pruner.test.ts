import { readFileSync } from "node:fs";
import { InvalidOptionError, medianPruner, type ReportedTrial } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prunedAt, readReports, type WrittenReport } from "./decisions.js";

interface Written {
  readonly direction: "minimize" | "maximize";
  readonly options: Parameters<typeof medianPruner>[0];
  readonly trials: readonly { number: number; state: "complete" | "pruned"; reports: readonly WrittenReport[] }[];
  readonly evaluations: readonly { reports: readonly WrittenReport[]; prunedAt: number | null }[];
}

const fixture = readFileSync(new URL("fixtures/optuna.json", import.meta.url), "utf8");
const { median } = JSON.parse(fixture) as { median: readonly Written[] };

const reported = (...values: readonly number[]): ReportedTrial => ({
  number: 0,
  state: "complete",
  reports: values.map((value, step) => ({ step, value })),
});

describe("medianPruner", () => {
  it("decides as Optuna's MedianPruner does", async () => {
    let pruned = 0;
    for (const { direction, options, trials, evaluations } of median) {
      const table = medianPruner(options).bounds(
        trials.map((trial) => ({ ...trial, reports: readReports(trial.reports) })),
        direction,
      );
      for (const { reports, prunedAt: expected } of evaluations) {
        expect(await prunedAt(readReports(reports), table)).toBe(expected);
        if (expected !== null) pruned++;
      }
    }
    expect(pruned).toBeGreaterThan(30);
  });

  it("judges each step by the median of the complete trials that reported there", () => {
    const trials = [reported(1, 5), reported(2, 7), reported(9)];
    expect(medianPruner({ startupTrials: 3 }).bounds(trials, "minimize")).toEqual([
      { step: 0, above: 2 },
      { step: 1, above: 6 },
    ]);
    expect(medianPruner({ startupTrials: 3 }).bounds(trials, "maximize")).toEqual([
      { step: 0, below: 2 },
      { step: 1, below: 6 },
    ]);
  });

  it("prunes nothing before enough trials are complete, in the warm-up, or where too few reported", () => {
    const trials = [reported(1, 5), reported(2, 7), reported(9), { ...reported(0, 0, 0), state: "pruned" as const }];
    expect(medianPruner().bounds(trials, "minimize")).toEqual([]);
    expect(medianPruner({ startupTrials: 4 }).bounds(trials, "minimize")).toEqual([]);
    expect(medianPruner({ startupTrials: 0 }).bounds([], "minimize")).toEqual([]);
    expect(medianPruner({ startupTrials: 1, warmupSteps: 1 }).bounds(trials, "minimize")).toEqual([
      { step: 1, above: 6 },
    ]);
    expect(medianPruner({ startupTrials: 1, minTrials: 3 }).bounds(trials, "minimize")).toEqual([
      { step: 0, above: 2 },
      { step: 1 },
    ]);
  });

  it("takes values that are not numbers for none, and no infinity for a middle", () => {
    const pruner = medianPruner({ startupTrials: 0 });
    expect(pruner.bounds([reported(Number.NaN, Number.NaN), reported(3)], "minimize")).toEqual([
      { step: 0, above: 3 },
      { step: 1 },
    ]);
    expect(pruner.bounds([reported(Infinity), reported(-Infinity)], "minimize")).toEqual([]);
    expect(pruner.bounds([reported(Number.MAX_VALUE), reported(Number.MAX_VALUE)], "minimize")).toEqual([
      { step: 0, above: Number.MAX_VALUE },
    ]);
  });

  it("gives a table in order of steps that says nothing twice", () => {
    const report = fc.record({ step: fc.nat(30), value: fc.integer({ min: 0, max: 3 }) });
    const trial = fc.uniqueArray(report, { selector: ({ step }) => step, maxLength: 8 }).map((reports) => ({
      number: 0,
      state: "complete" as const,
      reports: reports.sort((a, b) => a.step - b.step),
    }));
    fc.assert(
      fc.property(fc.array(trial, { maxLength: 8 }), fc.constantFrom("minimize", "maximize"), (trials, direction) => {
        const table = medianPruner({ startupTrials: 0, minTrials: 2 }).bounds(trials, direction);
        for (const [i, { step, above, below }] of table.entries()) {
          const before = table[i - 1];
          expect(step).toBeGreaterThan(before?.step ?? -1);
          expect([above, below]).not.toEqual([before?.above, before?.below]);
          expect(direction === "minimize" ? below : above).toBeUndefined();
        }
      }),
    );
  });

  it.each([
    [{ startupTrials: -1 }, "startupTrials is -1"],
    [{ startupTrials: 1.5 }, "startupTrials is 1.5"],
    [{ warmupSteps: Number.NaN }, "warmupSteps is NaN"],
    [{ warmupSteps: -1 }, "warmupSteps is -1"],
    [{ minTrials: 0 }, "minTrials is 0"],
  ])("refuses %o", (options, said) => {
    expect(() => medianPruner(options)).toThrow(InvalidOptionError);
    expect(() => medianPruner(options)).toThrow(said);
  });
});
