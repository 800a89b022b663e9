import type * as tfjs from "@tensorflow/tfjs";
import type { KernelScope, TensorInfo } from "./kernel-scope.js";
import type { WasmKernel } from "./wasm-kernel.js";

/** Under this name the backend's own product stays within reach. */
export const PLAIN_MAT_MUL = "PlainBatchMatMul";

/**
 * The product of matrices, which the backend leaves to XNNPACK when neither is transposed, and to loops that take ten times as
 * long when one is. So matrices are transposed before: those that have to be, or, where that moves fewer numbers, the others
 * and then the product, since a b is the transpose of b' a'.
 */
export const batchMatMul: WasmKernel<"a" | "b", tfjs.BatchMatMulAttrs> = (
  scope,
  { a, b },
  { transposeA, transposeB },
) => {
  const direct = (transposeA ? size(a) : 0) + (transposeB ? size(b) : 0);
  if (direct === 0) return product(scope, a, b);
  const rows = (transposeA ? a.shape.at(-1) : a.shape.at(-2)) as number;
  const columns = (transposeB ? b.shape.at(-2) : b.shape.at(-1)) as number;
  const batches = Math.max(size(a) / matrixSize(a), size(b) / matrixSize(b));
  const swapped = (transposeA ? 0 : size(a)) + (transposeB ? 0 : size(b)) + batches * rows * columns;
  if (direct <= swapped) {
    return product(scope, transposeA ? transposed(scope, a) : a, transposeB ? transposed(scope, b) : b);
  }
  const left = transposeB ? b : transposed(scope, b);
  const right = transposeA ? a : transposed(scope, a);
  return transposed(scope, product(scope, left, right));
};

function product(scope: KernelScope, a: TensorInfo, b: TensorInfo): TensorInfo {
  return scope.run(PLAIN_MAT_MUL, { a, b }, { transposeA: false, transposeB: false });
}

/** `x` with its last two axes exchanged. */
function transposed(scope: KernelScope, x: TensorInfo): TensorInfo {
  const axes = [...x.shape.keys()];
  return scope.run("Transpose", { x }, { perm: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
}

function size({ shape }: TensorInfo): number {
  return shape.reduce((product, length) => product * length, 1);
}

function matrixSize({ shape }: TensorInfo): number {
  return (shape.at(-1) as number) * (shape.at(-2) as number);
}
