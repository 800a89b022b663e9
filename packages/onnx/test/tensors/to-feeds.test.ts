import { TensorError, type TensorValue, toFeeds, toNestedArray } from "@shac/onnx";
import { onnx } from "onnx-proto";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { oneNodeModel } from "../models.js";

const { DataType } = onnx.TensorProto;

/** A session that gives its one input back. */
function identity(elemType: number, shape: readonly (number | string)[]): Promise<ort.InferenceSession> {
  const model = oneNodeModel({ opType: "Identity", inputs: { x: shape }, output: shape, elemType });
  return ort.InferenceSession.create(model);
}

const pairs = await identity(DataType.FLOAT, ["batch", 2]);

function errorOf(call: () => unknown): TensorError {
  try {
    call();
  } catch (error) {
    if (error instanceof TensorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("values reach the model and come back", () => {
  it.each<[string, TensorValue]>([
    [
      "nested lists",
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    ["a typed array in which one size is free", Float32Array.of(1, 2, 3, 4, 5, 6)],
    ["a flat list with its shape", { data: [1, 2, 3, 4, 5, 6], shape: [3, 2] }],
    ["a tensor", new ort.Tensor("float32", [1, 2, 3, 4, 5, 6], [3, 2])],
  ])("as %s", async (_, x) => {
    const { y } = await pairs.run(toFeeds(ort, pairs, { x }));
    expect(y?.dims).toEqual([3, 2]);
    expect(toNestedArray(y as ort.Tensor)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it.each<[string, number, TensorValue]>([
    ["float64", DataType.DOUBLE, [0.1, -0, Infinity]],
    ["int8", DataType.INT8, [-128, 127, 0]],
    ["int16", DataType.INT16, [-32768, 32767, 0]],
    ["int32", DataType.INT32, [-(2 ** 31), 2 ** 31 - 1, 0]],
    ["uint8", DataType.UINT8, [0, 255, 1]],
    ["uint16", DataType.UINT16, [0, 65535, 1]],
    ["uint32", DataType.UINT32, [0, 2 ** 32 - 1, 1]],
    ["int64", DataType.INT64, [-(2n ** 63n), 2n ** 63n - 1n, 0n]],
    ["uint64", DataType.UINT64, [0n, 2n ** 64n - 1n, 1n]],
    ["bool", DataType.BOOL, [true, false, true]],
    ["string", DataType.STRING, ["", "Zürich", "😀"]],
  ])("of type %s, to the ends of its range", async (_, elemType, x) => {
    const session = await identity(elemType, [3]);
    const { y } = await session.run(toFeeds(ort, session, { x }));
    expect(toNestedArray(y as ort.Tensor)).toEqual(x);
    await session.release();
  });

  it("as scalars, and whole numbers for 64-bit types", async () => {
    const session = await identity(DataType.INT64, []);
    const { y } = await session.run(toFeeds(ort, session, { x: 16000 }));
    expect(toNestedArray(y as ort.Tensor)).toBe(16000n);
    await session.release();
  });
});

describe("what does not fit is an error that names input, expected and given", () => {
  const of = (x: unknown) => errorOf(() => toFeeds(ort, pairs, { x: x as TensorValue }));

  it.each<[unknown, string]>([
    [[[1, 2, 3]], "[1, 3]"],
    [[1, 2], "[2]"],
    [Float64Array.of(1, 2), "a Float64Array [1, 2]"],
    [Float32Array.of(1, 2, 3), "a Float32Array of 3; give { data, shape }"],
    [{ data: [1, 2, 3], shape: [2, 2] }, "3 values for [2, 2]"],
    [new ort.Tensor("int32", [1, 2], [1, 2]), "int32 [1, 2]"],
    [[[1, "2"]], 'a list with "2"'],
    [[[1, 2n]], "a list with 2n"],
    [[[1, 2], [3]], "a list that has 1 items where others have 2"],
    [[[1, 2], 3], "a list of lists of different depths"],
    [undefined, "missing"],
    [null, "missing"],
  ])("%o", (x, given) => {
    const error = of(x);
    expect(error).toMatchObject({ tensor: "x", expected: "float32 [batch, 2]", given, code: "tensor-mismatch" });
    expect(error.message).toBe(`Input "x" must be float32 [batch, 2], and is ${given}.`);
  });

  it.each<[string, number, unknown]>([
    ["int8", DataType.INT8, 128],
    ["uint8", DataType.UINT8, -1],
    ["int32", DataType.INT32, 1.5],
    ["uint32", DataType.UINT32, Number.NaN],
    ["int64", DataType.INT64, 2 ** 53],
    ["int64", DataType.INT64, 2n ** 63n],
    ["uint64", DataType.UINT64, -1],
    ["bool", DataType.BOOL, 1],
    ["string", DataType.STRING, 1],
    ["float16", DataType.FLOAT16, 1],
  ])("%s that cannot hold its value", async (type, elemType, value) => {
    const session = await identity(elemType, [1]);
    expect(errorOf(() => toFeeds(ort, session, { x: [value as number] })).expected).toBe(`${type} [1]`);
    await session.release();
  });

  it("an input that the model does not have", () => {
    const values = { x: [[1, 2]], rate: 1 };
    expect(errorOf(() => toFeeds(ort, pairs, values)).message).toBe(
      'Input "rate" must be one of "x", and is none of them.',
    );
  });
});
