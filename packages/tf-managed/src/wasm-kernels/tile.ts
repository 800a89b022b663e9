import type * as tfjs from "@tensorflow/tfjs";
import type { WasmKernel } from "./wasm-kernel.js";

/** Repeats a tensor along its axes, in whole blocks; the backend's own kernel finds the place of every single number. */
export const tile: WasmKernel<"x", tfjs.TileAttrs> = (scope, { x }, { reps }) => {
  const outShape = x.shape.map((length, axis) => length * (reps[axis] as number));
  const result = scope.allocate(outShape, x.dtype);
  const from = scope.values(x);
  const to = scope.values(result);
  const { computeStrides } = scope.util;
  // The strides of the last axis, 1, are left out there.
  const fromStrides = [...computeStrides(x.shape), 1];
  const toStrides = [...computeStrides(outShape), 1];

  const repeat = (axis: number, source: number, target: number): void => {
    if (axis === x.shape.length) {
      to[target] = from[source] as number;
      return;
    }
    const length = x.shape[axis] as number;
    const toStride = toStrides[axis] as number;
    for (let i = 0; i < length; i++)
      repeat(axis + 1, source + i * (fromStrides[axis] as number), target + i * toStride);
    const block = length * toStride;
    for (let i = 1; i < (reps[axis] as number); i++) to.copyWithin(target + i * block, target, target + block);
  };
  repeat(0, 0, 0);
  return result;
};
