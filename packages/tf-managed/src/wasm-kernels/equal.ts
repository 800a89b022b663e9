import type { KernelScope, TensorInfo } from "./kernel-scope.js";
import { reshaped } from "./kernel-scope.js";
import type { WasmKernel } from "./wasm-kernel.js";

/** Under this name the backend's own comparison stays within reach. */
export const PLAIN_EQUAL = "PlainEqual";

/**
 * Compares element by element, as the gradients of `max` and of global max pooling do with an axis of length 1 in the middle: the
 * backend's own kernel is twenty times slower at that than at tensors of one shape, so they are given one before.
 */
export const equal: WasmKernel<"a" | "b", object> = (scope, { a, b }) => {
  const shape = scope.backendUtil.assertAndGetBroadcastShape(a.shape, b.shape);
  return scope.run(PLAIN_EQUAL, { a: broadcast(scope, a, shape), b: broadcast(scope, b, shape) });
};

function broadcast(scope: KernelScope, x: TensorInfo, shape: number[]): TensorInfo {
  const own = [...shape.slice(x.shape.length).fill(1), ...x.shape];
  const reps = shape.map((length, axis) => (own[axis] === length ? 1 : length));
  return reps.every((times) => times === 1) ? x : scope.run("Tile", { x: reshaped(x, own) }, { reps });
}
