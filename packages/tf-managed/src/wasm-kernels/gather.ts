import type * as tfjs from "@tensorflow/tfjs";
import type { WasmKernel } from "./wasm-kernel.js";

/** Under this name the backend's own kernel stays within reach. */
export const PLAIN_GATHER = "PlainGatherV2";

/**
 * Picks slices by their index, as the batches of a shuffled training set are. Along the first axis they are copied whole; the
 * backend's own kernel, which is left the other axes, finds the place of every single number.
 */
export const gather: WasmKernel<"x" | "indices", tfjs.GatherV2Attrs> = (scope, { x, indices }, attributes) => {
  const [length = 0, ...rest] = x.shape;
  const picked = scope.values(indices);
  const isPlain = attributes.axis === 0 && attributes.batchDims === 0 && x.dtype !== "string";
  if (!isPlain || picked.some((index) => index < 0 || index >= length)) {
    return scope.run(PLAIN_GATHER, { x, indices }, attributes);
  }
  const size = scope.util.sizeFromShape(rest);
  const result = scope.allocate([...indices.shape, ...rest], x.dtype);
  const from = scope.values(x);
  const to = scope.values(result);
  scope.values(indices).forEach((index, slice) => {
    to.set(from.subarray(index * size, (index + 1) * size), slice * size);
  });
  return result;
};
