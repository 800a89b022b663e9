import type { KernelScope, TensorInfo } from "./kernel-scope.js";

/** The rows and columns within a rectangle of images whose channels come last. */
export function crop(
  scope: KernelScope,
  x: TensorInfo,
  { top, left, height, width }: { top: number; left: number; height: number; width: number },
): TensorInfo {
  const [images, rows, columns, channels] = x.shape as [number, number, number, number];
  if (height === rows && width === columns) return x;
  return scope.run("Slice", { x }, { begin: [0, top, left, 0], size: [images, height, width, channels] });
}
