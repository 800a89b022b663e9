import { writeFileSync } from "node:fs";
import { EvaluationError, type EvaluationResult, type JsonObject } from "@shac/core";
import { onnx } from "onnx-proto";
import { describe, expect, it } from "vitest";
import { evaluateAll, resultsOf } from "./evaluate.js";
import { matrixModel, newFolder, oneNodeModel, writeModel } from "./models.js";

const [a, b, c] = [1, 2, 3].map((weight) => writeModel(`${weight}.onnx`, matrixModel(2, weight))) as [
  string,
  string,
  string,
];
const load = (...models: readonly string[]): JsonObject => ({ do: "load", models });
const attributesOf = (results: readonly EvaluationResult[], name: string) =>
  results.map(({ attributes }) => attributes?.[name]);

describe("a session that is loaded", () => {
  it("is the same in later evaluations, whatever way leads to the same content", async () => {
    const copy = writeModel("copy.onnx", matrixModel(2, 1));
    const results = await resultsOf([load(a), load(b), load(a, copy), { do: "loadInEveryWay", model: a }]);
    expect(results.map(({ value }) => value)).toEqual([2, 4, 2, 1]);
    expect(attributesOf(results, "loaded")).toEqual([[0], [1], [0, 0], undefined]);
  });

  it("is another one for other content at the same path, and for other options", async () => {
    const changing = writeModel("changing.onnx", matrixModel(2, 1));
    const options = (graphOptimizationLevel: string) => ({ ...load(b), options: { graphOptimizationLevel } });
    const first = await resultsOf([load(changing), options("all"), options("disabled"), options("all")]);
    expect(attributesOf(first, "loaded")).toEqual([[0], [1], [2], [1]]);
    writeFileSync(changing, matrixModel(2, 5));
    expect((await resultsOf([load(changing)]))[0]?.value).toBe(10);
  });

  it("is another one when only the weights in a file beside it differ", async () => {
    const { FLOAT } = onnx.TensorProto.DataType;
    const location = [{ key: "location", value: "weights.bin" }];
    const weights = [{ name: "w", dataType: FLOAT, dims: [2, 2], dataLocation: 1, externalData: location }];
    const model = oneNodeModel({ opType: "MatMul", inputs: { x: ["batch", 2] }, weights, output: ["batch", 2] });
    const values = [1, 7].map((weight) => {
      const folder = newFolder();
      writeModel("weights.bin", new Uint8Array(new Float32Array(4).fill(weight).buffer), folder);
      return load(writeModel("outside.onnx", model, folder));
    });
    const results = await resultsOf([...values, ...values]);
    expect(results.map(({ value }) => value)).toEqual([2, 14, 2, 14]);
    expect(attributesOf(results, "loaded")).toEqual([[0], [1], [0], [1]]);
  });

  it("gives way to newer ones above a number of sessions, the least recently used first", async () => {
    const results = await resultsOf([load(a), load(b), load(a), load(c), load(c)], { maxSessions: 2 });
    expect(attributesOf(results, "alive")).toEqual([[0], [0, 1], [0, 1], [0, 2], [0, 2]]);
  });

  it("gives way above a size of the models, but never to one of the same evaluation", async () => {
    const large = [1, 2, 3].map((weight) => writeModel(`large-${weight}.onnx`, matrixModel(512, weight)));
    const evaluations = [load(...large), load(large[0] as string)].map((one) => ({ ...one, size: 512 }));
    // A model is 1 MiB of weights and a little more.
    const results = await resultsOf(evaluations, { maxModelMb: 2.5 });
    expect(attributesOf(results, "alive")).toEqual([
      [0, 1, 2],
      [2, 3],
    ]);
  });

  it("is loaded anew after an objective released it", async () => {
    const results = await resultsOf([load(a), { do: "releaseLoaded", model: a }, load(a)]);
    expect(attributesOf(results, "loaded")).toEqual([[0], undefined, [1]]);
  });
});

describe("a model that cannot be loaded", () => {
  it.each([
    ["is not there", "none.onnx", /The model none\.onnx cannot be read: ENOENT/],
    [
      "is no model",
      writeModel("text.onnx", Buffer.from("text")),
      /text\.onnx cannot be loaded: cpu: .*protobuf parsing failed/,
    ],
  ])("because it %s fails its trial with the file's name, and the worker goes on", async (_, model, message) => {
    const [failed, next] = await evaluateAll([load(model), load(a)]);
    expect(failed?.outcome).toBeInstanceOf(EvaluationError);
    expect(failed?.outcome).toMatchObject({
      cause: { code: "model-load-failed", message: expect.stringMatching(message) },
    });
    expect(next?.outcome).toMatchObject({ value: 2 });
  });
});

describe("a session that the objective opens by hand", () => {
  const byHand = (params: JsonObject): JsonObject => ({ do: "openByHand", model: a, open: 3, ...params });

  it("is released with the evaluation, and the leak is reported for that trial alone", async () => {
    const evaluated = await evaluateAll([byHand({}), load(b), byHand({ release: 2 }), byHand({ release: 3 })]);
    expect(evaluated.map(({ attributes }) => attributes.leakedSessions)).toEqual([3, undefined, 1, undefined]);
    expect(evaluated[1]?.outcome).toMatchObject({ attributes: { alive: [3] } });
    expect(evaluated.map(({ logs }) => logs)).toEqual([
      ["3 sessions were opened by ort.InferenceSession.create and not released by the objective; done now."],
      [],
      ["1 session was opened by ort.InferenceSession.create and not released by the objective; done now."],
      [],
    ]);
  });

  it("is released too when the objective throws, or has left a run and an opening of its own going", async () => {
    const evaluated = await evaluateAll([byHand({ how: "throw" }), load(a), byHand({ how: "busy" }), load(a)]);
    expect(evaluated[0]).toMatchObject({ outcome: { reason: "error" }, attributes: { leakedSessions: 3 } });
    expect(evaluated[0]?.logs).toHaveLength(1);
    expect(evaluated[1]?.outcome).toMatchObject({ value: 2, attributes: { alive: [3] } });
    expect(evaluated[2]).toMatchObject({ outcome: { value: 3 }, attributes: { leakedSessions: 4 } });
    expect(evaluated[3]?.outcome).toMatchObject({ value: 2, attributes: { alive: [3] } });
  });
});
