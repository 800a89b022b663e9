import { ensembleFromJson, ensembleToJson, type JsonObject, StorageError, trainBoostedTrees } from "@shac/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trainingSets } from "./trees-arbitrary.js";

it("trees come back from JSON text bit for bit", () => {
  fc.assert(
    fc.property(trainingSets, ({ points, labels, options }) => {
      const trees = trainBoostedTrees(points, labels, options);
      const text = JSON.stringify(ensembleToJson(trees));
      expect(ensembleFromJson(JSON.parse(text), (points[0] as Float64Array).length)).toEqual(trees);
    }),
  );
});

describe("corrupt trees are refused", () => {
  // Two trees: a stump over nodes 0, 1, 2 and a single leaf.
  const good = {
    roots: [0, 3],
    feature: [1, -1, -1, -1],
    threshold: [0.5, 0, 0, 0],
    left: [1, 0, 0, 0],
    value: [0, -0.25, 0.25, 0.125],
  };

  it.each<[string, string, JsonObject]>([
    ["an array that is missing", '"value" is not a list', { value: undefined }],
    ["an array that is too short", '"value" holds 3 numbers for 4 nodes', { value: [0, -0.25, 0.25] }],
    ["a threshold that is no number", "threshold[0] is null", { threshold: [null, 0, 0, 0] }],
    ["an axis that the points lack", "feature[0] is 2", { feature: [2, -1, -1, -1] }],
    ["an axis that is no integer", "feature[0] is 0.5", { feature: [0.5, -1, -1, -1] }],
    ["a root out of range", "roots[1] is 4", { roots: [0, 4] }],
    ["a child out of range", "left[0] is 3, out of range", { left: [3, 0, 0, 0] }],
    ["a node that is its own child", "left[0] is 0, out of range", { left: [0, 0, 0, 0] }],
    ["a node of two trees", "node 3 is used twice", { left: [2, 0, 0, 0] }],
    ["a node of no tree", "node 3 belongs to no tree", { roots: [0] }],
    ["a leaf between the steps that leaves have", "value[2] is 0.1", { value: [0, -0.25, 0.1, 0.125] }],
  ])("%s", (_, message, change) => {
    expect(() => ensembleFromJson({ ...good, ...change }, 2)).toThrow(StorageError);
    expect(() => ensembleFromJson({ ...good, ...change }, 2)).toThrow(message);
  });

  it("something other than an object", () => {
    expect(ensembleFromJson(good, 2).roots).toEqual(Int32Array.of(0, 3));
    for (const json of [null, 3, [good]]) expect(() => ensembleFromJson(json, 2)).toThrow(StorageError);
  });
});
