import type * as tfjs from "@tensorflow/tfjs";
import type { WasmKernel } from "./wasm-kernel.js";

/** The gradient of a depthwise convolution by its filter, summed in double precision. */
export const depthwiseConv2DBackpropFilter: WasmKernel<"x" | "dy", tfjs.DepthwiseConv2dNativeBackpropFilterAttrs> = (
  scope,
  { x, dy },
  { strides, pad, dimRoundingMode, filterShape },
) => {
  const shape = x.shape as typeof filterShape;
  const sizes = scope.backendUtil.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode, true);
  const { filterHeight, filterWidth, outHeight, strideHeight, inHeight, padInfo } = sizes;
  const gradient = scope.zeros(filterShape);
  const sums = new Float64Array(filterHeight * filterWidth * sizes.outChannels);
  const images = scope.values(x);
  const gradients = scope.values(dy);
  for (let line = 0; line < sizes.batchSize * outHeight; line++) {
    const image = Math.floor(line / outHeight);
    for (let filterRow = 0; filterRow < filterHeight; filterRow++) {
      const row = (line % outHeight) * strideHeight + filterRow - padInfo.top;
      if (row < 0 || row >= inHeight) continue;
      for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++) {
        addProducts(sums, images, gradients, sizes, {
          filterPixel: filterRow * filterWidth + filterColumn,
          inputRow: image * inHeight + row,
          line,
          shift: filterColumn - padInfo.left,
        });
      }
    }
  }
  scope.values(gradient).set(sums);
  return gradient;
};

/** Where one line of `dy` meets one pixel of the filter. */
interface Meeting {
  readonly filterPixel: number;
  /** Of all images together. */
  readonly inputRow: number;
  readonly line: number;
  /** Of the input's columns against those of `dy`, times their stride. */
  readonly shift: number;
}

function addProducts(
  sums: Float64Array,
  images: tfjs.TypedArray,
  gradients: tfjs.TypedArray,
  { inChannels, outChannels, inWidth, outWidth, strideWidth }: tfjs.backend_util.Conv2DInfo,
  { filterPixel, inputRow, line, shift }: Meeting,
): void {
  const first = Math.max(0, Math.ceil(-shift / strideWidth));
  const last = Math.min(outWidth - 1, Math.floor((inWidth - 1 - shift) / strideWidth));
  const start = (line * outWidth + first) * outChannels;
  const end = (line * outWidth + last + 1) * outChannels;
  const inputStart = (inputRow * inWidth + first * strideWidth + shift) * inChannels;
  const step = strideWidth * inChannels;
  const perInput = outChannels / inChannels;
  // Two channels at a time: the engine then keeps both sums in registers while it walks along the line.
  for (let channel = 0; channel < outChannels; channel += 2) {
    const next = Math.min(channel + 1, outChannels - 1);
    const input = Math.floor(channel / perInput);
    const nextInput = Math.floor(next / perInput);
    let sum = 0;
    let nextSum = 0;
    for (let at = start, x = inputStart; at < end; at += outChannels, x += step) {
      sum += (images[x + input] as number) * (gradients[at + channel] as number);
      nextSum += (images[x + nextInput] as number) * (gradients[at + next] as number);
    }
    const target = filterPixel * outChannels + channel;
    sums[target] = (sums[target] as number) + sum;
    if (next > channel) sums[target + 1] = (sums[target + 1] as number) + nextSum;
  }
}
