import { InvalidOptionError, Study } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { space } from "./studies.js";

const study = (totalBudget?: number, numBatches?: number) =>
  new Study({
    space,
    ...(totalBudget !== undefined && { totalBudget }),
    ...(numBatches !== undefined && { numBatches }),
  });

describe("the budget", () => {
  it("is by default 100 evaluations in 10 batches", () => {
    const { totalBudget, batchSize } = study();
    expect([totalBudget, batchSize]).toEqual([100, 10]);
  });

  it("is by default cut into the most equal batches of at least 10 points, or one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (totalBudget) => {
        const { batchSize } = study(totalBudget);
        const smallest = Array.from({ length: totalBudget }, (_, i) => i + 1).find(
          (size) => totalBudget % size === 0 && (size >= 10 || size === totalBudget),
        );
        expect(batchSize).toBe(smallest);
      }),
    );
  });

  it.each([
    [200, 20, 10],
    [7, 7, 1],
    [7, 1, 7],
  ])("of %d in %d batches gives %d points each", (totalBudget, numBatches, batchSize) => {
    expect(study(totalBudget, numBatches).batchSize).toBe(batchSize);
  });

  it.each([
    [100, 30, "give a budget of 90 or 120, or 25 or 50 batches"],
    [10, 20, "at most 10 batches or a budget of at least 20"],
    [100, 0, "numBatches is 0"],
    [0, undefined, "totalBudget is 0"],
    [-5, 5, "totalBudget is -5"],
    [10.5, 2, "totalBudget is 10.5"],
    [Number.NaN, 2, "totalBudget is NaN"],
    [10, 2.5, "numBatches is 2.5"],
    ["100" as unknown as number, 10, "totalBudget is 100"],
  ])("of %s in %s batches is refused with what would do", (totalBudget, numBatches, said) => {
    expect(() => study(totalBudget, numBatches)).toThrow(InvalidOptionError);
    expect(() => study(totalBudget, numBatches)).toThrow(said);
  });

  it("that is refused names values that are taken", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (totalBudget, numBatches) => {
        fc.pre(numBatches < totalBudget && totalBudget % numBatches !== 0);
        let message = "";
        try {
          study(totalBudget, numBatches);
        } catch (error) {
          message = (error as Error).message;
        }
        const [lower, higher, fewer, more] = [...(message.split("; give")[1]?.matchAll(/\d+/g) ?? [])].map(Number);
        for (const budget of [lower, higher]) expect(study(budget, numBatches).totalBudget).toBe(budget);
        for (const batches of [fewer, more]) expect(study(totalBudget, batches).totalBudget).toBe(totalBudget);
      }),
    );
  });

  it.each([
    [{ seed: -1 }, "seed is -1"],
    [{ seed: 2 ** 32 }, "seed is 4294967296"],
    [{ seed: 0.5 }, "seed is 0.5"],
    [{ direction: "up" }, "direction is up"],
    [{ name: "" }, "name is empty"],
    [{ objective: 3 }, "objective is 3"],
    [{ sampler: { name: "x" } }, "sampler is [object Object]"],
    [{ space: undefined }, "needs a space"],
  ])("and every other option is checked: %o", (option, said) => {
    expect(() => new Study({ space, ...option } as { space: typeof space })).toThrow(said);
  });
});
