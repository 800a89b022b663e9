import { InvalidOptionError } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shacSchedule } from "../../dist/sampler/shac-schedule.js";

const schedule = (totalBudget: number, numBatches: number, maxClassifiers = 18) =>
  shacSchedule({ totalBudget, initialBudget: totalBudget, batchSize: totalBudget / numBatches }, maxClassifiers);

/** K and Tc by pyshac's own words. */
const original = (totalBudget: number, numBatches: number, maxClassifiers: number) => {
  const batchSize = totalBudget / numBatches;
  const classifiers = Math.min(Math.max(numBatches - 1, 1), maxClassifiers);
  return { classifiers, pointsPerStage: batchSize * Math.floor(totalBudget / (batchSize * (classifiers + 1))) };
};

describe("shacSchedule", () => {
  it.each([
    [200, 20, 18, 18, 10],
    [200, 10, 18, 9, 20],
    [200, 20, 4, 4, 40],
    [380, 38, 18, 18, 20],
    [1000, 5, 18, 4, 200],
  ])("N=%i M=%i max=%i trains %i classifiers on %i points each", (n, m, max, classifiers, pointsPerStage) => {
    expect(schedule(n, m, max)).toMatchObject({ classifiers, pointsPerStage });
  });

  it("equals the original's formula wherever that can train at all", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 50 }),
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 1, max: 18 }),
        (w, m, max) => {
          expect(schedule(w * m, m, max)).toMatchObject(original(w * m, m, max));
        },
      ),
    );
  });

  it("raises stages that are too small to train to a multiple of the batch size", () => {
    expect(schedule(100, 20)).toEqual({ classifiers: 9, pointsPerStage: 10, rawPointsPerStage: 5 });
    expect(schedule(80, 10)).toMatchObject({ classifiers: 4, pointsPerStage: 16 });
  });

  it("keeps the stages of the first budget when the budget is raised, and adds more", () => {
    expect(schedule(100, 10)).toMatchObject({ classifiers: 9, pointsPerStage: 10 });
    expect(shacSchedule({ totalBudget: 150, initialBudget: 100, batchSize: 10 }, 18)).toMatchObject({
      classifiers: 14,
      pointsPerStage: 10,
    });
  });

  it.each([
    [10, 1, /a budget of at least 20, or the sampler "random"/],
    [10, 2, /a budget of at least 15/],
    [30, 1, /a budget of at least 60, batches of 15/],
  ])("refuses N=%i M=%i and says what would do", (n, m, message) => {
    const act = () => schedule(n, m);
    expect(act).toThrow(InvalidOptionError);
    expect(act).toThrow(message);
  });
});
