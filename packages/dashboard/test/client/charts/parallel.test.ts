import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseLines, isInRanges, parallelAxes } from "../../../src/client/charts/parallel/parallel-axes.js";
import { parallelHeight, parallelLayout } from "../../../src/client/charts/parallel/parallel-layout.js";

describe("parallel coordinates", () => {
  const columns = {
    revision: 1,
    count: 3,
    state: ["complete", "complete", "complete"] as const,
    batch: [0, 0, 0],
    value: [1, 2, 3],
    infeasible: [false, false, false],
    params: { lr: [0.1, 0.2, null], kind: [0, 1, 1] },
    metrics: {},
  };
  const axes = parallelAxes(
    columns,
    [
      { name: "lr", kind: "float", log: false, min: 0, max: 1 },
      { name: "kind", kind: "categorical", log: false, choices: ["a", "b"] },
    ],
    "linear",
  );

  it("let through the trials that lie in the ranges of all axes", () => {
    const [lr = "", kind = ""] = axes.map(({ key }) => key);
    const within = (ranges: Record<string, [number, number]>) =>
      [0, 1, 2].filter((trial) => isInRanges(axes, ranges, trial));
    expect(within({})).toEqual([0, 1, 2]);
    expect(within({ [kind]: [0.5, 1.5] })).toEqual([1, 2]);
    expect(within({ [kind]: [0.5, 1.5], [lr]: [0, 1] })).toEqual([1]);
    expect(axes.map(({ hasGap }) => hasGap)).toEqual([true, false, false]);
  });

  it("find the place under the pointer again, side by side and stacked", () => {
    const width = fc.integer({ min: 200, max: 2000 });
    fc.assert(
      fc.property(
        width,
        fc.integer({ min: 2, max: 16 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (across, count, unit) => {
          const layout = parallelLayout(across, parallelHeight(across, count), count);
          for (let axis = 0; axis < count; axis++) {
            const found = layout.find(...layout.place(axis, unit));
            expect(found.axis).toBe(axis);
            expect(found.unit).toBeCloseTo(unit);
          }
        },
      ),
    );
  });

  it("draw the best and others evenly chosen where there are too many", () => {
    const sorted = Array.from({ length: 1000 }, (_, i) => i);
    const lines = chooseLines(sorted, 100);
    expect(new Set(lines).size).toBe(100);
    expect(lines.slice(-10)).toEqual(sorted.slice(-10));
    expect(lines.slice(0, 3)).toEqual([0, 11, 22]);
    expect(chooseLines([3, 1], 100)).toEqual([3, 1]);
  });
});
