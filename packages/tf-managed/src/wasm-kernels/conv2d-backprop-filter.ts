import type * as tfjs from "@tensorflow/tfjs";
import { PLAIN_MAT_MUL } from "./batch-mat-mul.js";
import { reshaped } from "./kernel-scope.js";
import type { WasmKernel } from "./wasm-kernel.js";

/** Numbers that the rows of a few filter pixels may take up beside each other, 4 MiB; those of one pixel always may. */
const MAX_ROWS_SIZE = 1024 * 1024;

/**
 * The gradient of a convolution by its filter, as products of matrices, which XNNPACK computes: for each pixel of the filter and each
 * input channel one row with the inputs that this pixel meets, times `dy` with one column for each output channel.
 */
export const conv2DBackpropFilter: WasmKernel<"x" | "dy", tfjs.Conv2DBackpropFilterAttrs> = (
  scope,
  { x, dy },
  { strides, pad, dimRoundingMode, dataFormat, filterShape },
) => {
  const { computeConv2DInfo, convertConv2DDataFormat } = scope.backendUtil;
  const shape = x.shape as typeof filterShape;
  const layout = convertConv2DDataFormat(dataFormat);
  const channelsLast = layout === "channelsLast";
  const sizes = computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode, false, layout);
  const { batchSize, inChannels, outChannels } = sizes;
  const meetings = sizes.outHeight * sizes.outWidth * batchSize;
  const filterPixels = sizes.filterHeight * sizes.filterWidth;

  // With the images innermost, what a pixel of the filter meets in a line of all images lies together.
  const images = scope.run("Transpose", { x }, { perm: channelsLast ? [3, 1, 2, 0] : [1, 2, 3, 0] });
  const turned = scope.run("Transpose", { x: dy }, { perm: channelsLast ? [1, 2, 0, 3] : [2, 3, 0, 1] });
  const columns = reshaped(turned, [meetings, outChannels]);
  const atOnce = Math.max(1, Math.min(filterPixels, Math.floor(MAX_ROWS_SIZE / (inChannels * meetings))));
  const gradient = scope.allocate(filterShape);
  const rows = scope.allocate([atOnce * inChannels, meetings]);
  for (let first = 0; first < filterPixels; first += atOnce) {
    const count = Math.min(atOnce, filterPixels - first);
    for (let pixel = 0; pixel < count; pixel++) {
      copyRows(scope.values(images), scope.values(rows), sizes, first + pixel, pixel * inChannels * meetings);
    }
    const part = scope.run(
      PLAIN_MAT_MUL,
      { a: reshaped(rows, [count * inChannels, meetings]), b: columns },
      { transposeA: false, transposeB: false },
    );
    scope.values(gradient).set(scope.values(part), first * inChannels * outChannels);
  }
  return gradient;
};

/** Writes the rows of one pixel of the filter to `start`. */
function copyRows(
  images: tfjs.TypedArray,
  rows: tfjs.TypedArray,
  sizes: tfjs.backend_util.Conv2DInfo,
  filterPixel: number,
  start: number,
): void {
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, padInfo } = sizes;
  const down = Math.floor(filterPixel / sizes.filterWidth) - padInfo.top;
  const shift = (filterPixel % sizes.filterWidth) - padInfo.left;
  const firstColumn = Math.min(Math.max(0, Math.ceil(-shift / strideWidth)), outWidth);
  const endColumn = Math.max(firstColumn, Math.min(outWidth, Math.floor((inWidth - 1 - shift) / strideWidth) + 1));
  let to = start;
  for (let channel = 0; channel < inChannels; channel++) {
    for (let outRow = 0; outRow < outHeight; outRow++, to += outWidth * batchSize) {
      const row = outRow * strideHeight + down;
      const end = to + outWidth * batchSize;
      if (row < 0 || row >= inHeight) {
        rows.fill(0, to, end);
        continue;
      }
      const line = (channel * inHeight + row) * inWidth;
      rows.fill(0, to, to + firstColumn * batchSize);
      rows.fill(0, to + endColumn * batchSize, end);
      const step = strideWidth === 1 ? endColumn - firstColumn : 1;
      for (let column = firstColumn; column < endColumn; column += step) {
        const from = (line + column * strideWidth + shift) * batchSize;
        rows.set(images.subarray(from, from + step * batchSize), to + column * batchSize);
      }
    }
  }
}
