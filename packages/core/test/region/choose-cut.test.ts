import { createRng, type Rng } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bounds, type Verdict } from "../../dist/region/bounds.js";
import { type Box, moveSide, type UndecidedClassifier, unitCube } from "../../dist/region/box.js";
import { CutChooser } from "../../dist/region/choose-cut.js";
import { CutEffects } from "../../dist/region/cut-effects.js";
import { simplifyTrees } from "../../dist/region/simple-trees.js";
import { randomTrees } from "./random-trees.js";
import { cube } from "./spaces.js";

const axes = cube(3);

/** A random box over which random trees are undecided. */
function undecidedBox(rng: Rng): { box: Box; classifier: UndecidedClassifier } {
  for (;;) {
    const box = randomBox(rng);
    const trees = randomTrees(rng, axes, { trees: 12, depth: 4 });
    const classifier = new Bounds().judge(simplifyTrees(trees, axes), box);
    if (typeof classifier === "object") return { box, classifier };
  }
}

function randomBox(rng: Rng): Box {
  const sides = axes.map(() => [rng.next(), rng.next()].sort((a, b) => a - b) as [number, number]);
  return { ...unitCube(3), lower: sides.map(([low]) => low), upper: sides.map(([, high]) => high) };
}

function verdictOf(low: number, high: number): Verdict | { low: number; high: number } {
  if (low > 0) return "accepts";
  return high <= 0 ? "refuses" : { low, high };
}

describe("the effects of a box's cuts", () => {
  it("are the bounds that both parts of the box have after each cut", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { box, classifier } = undecidedBox(createRng(seed, "test"));
        const effects = new CutEffects();
        effects.measure(classifier, box);
        const { cutsOfAxis, cutThreshold } = classifier.trees;
        for (const axis of axes.keys()) {
          for (let cut = cutsOfAxis[axis] as number; cut < (cutsOfAxis[axis + 1] as number); cut++) {
            const threshold = cutThreshold[cut] as number;
            if (threshold <= (box.lower[axis] as number) || threshold >= (box.upper[axis] as number)) continue;
            const below = { ...box, upper: moveSide(box.upper, axis, threshold) };
            const above = { ...box, lower: moveSide(box.lower, axis, threshold) };
            const bounds = new Bounds();
            const parts = bounds.judgeParts(classifier, box, axis, { upper: below.upper, lower: above.lower });
            const expectPart = (verdict: Verdict, part: Box, low: number, high: number): void => {
              expect(verdict).toEqual(bounds.judge(classifier.trees, part));
              const expected = verdictOf(low, high);
              if (typeof expected === "object") expect(verdict).toMatchObject(expected);
              else expect(verdict).toBe(expected);
            };
            expectPart(parts[0], below, effects.lowBelow[cut] as number, effects.highBelow[cut] as number);
            expectPart(parts[1], above, effects.lowAbove[cut] as number, effects.highAbove[cut] as number);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("the cut of a box", () => {
  it("lies inside the box, at a threshold of the classifier closest to refusing it", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rng = createRng(seed, "test");
        const { classifier: other } = undecidedBox(rng);
        const { box, classifier } = undecidedBox(rng);
        const closer = { ...classifier, high: classifier.low * -1e-9 };
        const { axis, threshold } = new CutChooser().choose({ ...box, undecided: [other, closer] });
        expect(threshold).toBeGreaterThan(box.lower[axis] as number);
        expect(threshold).toBeLessThan(box.upper[axis] as number);
        const { cutThreshold, cutsOfAxis } = classifier.trees;
        expect([...cutThreshold.subarray(cutsOfAxis[axis], cutsOfAxis[axis + 1])]).toContain(threshold);
      }),
    );
  });
});
