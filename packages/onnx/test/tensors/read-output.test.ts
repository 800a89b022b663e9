import { readOutput, TensorError, toNestedArray } from "@shac/onnx";
import { Tensor } from "onnxruntime-node";
import { expect, it } from "vitest";

const y = new Tensor("float32", [1, 2, 3, 4, 5, 6], [1, 2, 3]);

it("gives the values as the typed array that was asked for", () => {
  expect(readOutput({ y }, "y", "float32")).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
});

it("says which type an output has, and which outputs there are", () => {
  expect(() => readOutput({ y }, "y", "int64")).toThrow(TensorError);
  expect(() => readOutput({ y }, "y", "int64")).toThrow('Output "y" must be int64, and is float32 [1, 2, 3].');
  expect(() => readOutput({ y }, "z", "float32")).toThrow('Output "z" must be one of "y", and is none of them.');
});

it("nests lists as the shape is, also where it is empty or there is none", () => {
  expect(toNestedArray(y)).toEqual([
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ]);
  expect(toNestedArray(new Tensor("float32", [], [2, 0]))).toEqual([[], []]);
  expect(toNestedArray(new Tensor("bool", [true], []))).toBe(true);
});
