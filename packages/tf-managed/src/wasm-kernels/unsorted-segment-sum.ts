import type * as tfjs from "@tensorflow/tfjs";
import type { WasmKernel } from "./wasm-kernel.js";

/** Adds up the parts of `x` along its first axis that have the same id; ids outside of 0 to `numSegments` - 1 count nowhere. */
export const unsortedSegmentSum: WasmKernel<"x" | "segmentIds", tfjs.UnsortedSegmentSumAttrs> = (
  scope,
  { x, segmentIds },
  { numSegments },
) => {
  const partShape = x.shape.slice(1);
  const size = partShape.reduce((product, length) => product * length, 1);
  const result = scope.zeros([numSegments, ...partShape], x.dtype);
  const parts = scope.values(x);
  const ids = scope.values(segmentIds);
  const totals = scope.values(result);
  ids.forEach((id, part) => {
    if (id < 0 || id >= numSegments) return;
    const from = part * size;
    const to = id * size;
    for (let i = 0; i < size; i++) totals[to + i] = (totals[to + i] as number) + (parts[from + i] as number);
  });
  return result;
};
