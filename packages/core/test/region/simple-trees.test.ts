import { createRng, InvalidOptionError, margin, trainBoostedTrees } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simplifyTrees } from "../../dist/region/simple-trees.js";
import { randomPoint, randomTrees } from "./random-trees.js";
import { cube, spaces } from "./spaces.js";

describe("simplified trees", () => {
  it("have the same margin at every snapped point, to the last bit", () => {
    const settings = fc.record({
      seed: fc.nat(),
      space: fc.constantFrom(...Object.values(spaces)),
      trees: fc.integer({ min: 0, max: 30 }),
      depth: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(settings, ({ seed, space, trees, depth }) => {
        const rng = createRng(seed, "test");
        const ensemble = randomTrees(rng, space, { trees, depth });
        const simple = simplifyTrees(ensemble, space);
        for (let i = 0; i < 20; i++) {
          const point = randomPoint(rng, space);
          expect(margin(simple, point)).toBe(margin(ensemble, point));
        }
      }),
    );
  });

  it("are a tree an axis and a constant when each tree splits one axis", () => {
    const rng = createRng(1, "test");
    const axes = cube(3);
    expect(simplifyTrees(randomTrees(rng, axes, { trees: 100, depth: 1 }), axes).roots).toHaveLength(4);
  });

  it("are few when boosted on few points", () => {
    const rng = createRng(2, "test");
    const axes = cube(4);
    const points = Array.from({ length: 10 }, () => randomPoint(rng, axes));
    const trees = trainBoostedTrees(
      points,
      Uint8Array.from(points, (_, i) => i % 2),
    );
    expect(trees.roots).toHaveLength(200);
    expect(simplifyTrees(trees, axes).roots.length).toBeLessThan(10);
  });

  it("refuse leaves that would not sum exactly, and axes that are not there", () => {
    const rng = createRng(3, "test");
    const trees = randomTrees(rng, cube(2));
    expect(() => simplifyTrees({ ...trees, value: trees.value.map((leaf) => leaf / 3) }, cube(2))).toThrow(
      InvalidOptionError,
    );
    expect(() => simplifyTrees(trees, cube(1))).toThrow(/axis 1 of 1/);
  });
});
