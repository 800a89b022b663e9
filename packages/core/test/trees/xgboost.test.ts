import { accepts, margin, trainBoostedTrees } from "@shac/core";
import { describe, expect, it } from "vitest";
import edgeCases from "./fixtures/xgboost-edge-cases.json" with { type: "json" };
import common from "./fixtures/xgboost-margins.json" with { type: "json" };

describe.each([...common.cases, ...edgeCases.cases])(
  "trees of XGBoost's case $name",
  ({ params: { trees: rounds, ...params }, ...data }) => {
    const points = data.x.map((row) => Float64Array.from(row));
    const tests = data.testX.map((row) => Float64Array.from(row));
    const ensemble = trainBoostedTrees(points, Uint8Array.from(data.y), { ...params, rounds });

    it("have as many nodes", () => {
      expect(ensemble.roots).toHaveLength(rounds);
      expect(ensemble.feature).toHaveLength(data.nodes);
    });

    it("give the same margins to within 1e-4", () => {
      for (const [i, point] of tests.entries()) {
        expect(Math.abs(margin(ensemble, point) - (data.margin[i] as number))).toBeLessThan(1e-4);
      }
    });

    it("accept the same points", () => {
      expect(tests.map((point) => accepts(ensemble, point))).toEqual(data.margin.map((m) => m > 0));
    });
  },
);
