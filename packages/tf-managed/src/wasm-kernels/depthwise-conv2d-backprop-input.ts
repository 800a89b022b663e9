import type * as tfjs from "@tensorflow/tfjs";
import { type KernelScope, reshaped, type TensorInfo } from "./kernel-scope.js";
import type { WasmKernel } from "./wasm-kernel.js";

/** The gradient of a depthwise convolution by its input, as a depthwise convolution of `dy` with the filter turned by half a turn. */
export const depthwiseConv2DBackpropInput: WasmKernel<"dy" | "filter", tfjs.DepthwiseConv2dNativeBackpropInputAttrs> = (
  scope,
  { dy, filter },
  { strides, pad, dimRoundingMode, inputShape },
) => {
  const filterShape = filter.shape as typeof inputShape;
  const sizes = scope.backendUtil.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, true);
  const { filterHeight, filterWidth, inChannels, outChannels } = sizes;
  const turned = scope.run("Reverse", { x: filter }, { dims: [0, 1] });
  const gradient = scope.run(
    "DepthwiseConv2dNative",
    { x: spread(scope, dy, sizes), filter: reshaped(turned, [filterHeight, filterWidth, outChannels, 1]) },
    { strides: [1, 1], dilations: [1, 1], pad: "valid" },
  );
  if (inChannels === outChannels) return gradient;
  const perFilter = reshaped(gradient, [...inputShape, outChannels / inChannels]);
  return scope.run("Sum", { x: perFilter }, { axis: 4, keepDims: false });
};

/** `dy` with its pixels as far apart as the strides, and zeros between and around them. */
function spread(scope: KernelScope, dy: TensorInfo, sizes: tfjs.backend_util.Conv2DInfo): TensorInfo {
  const { outHeight, outWidth, outChannels, strideHeight, strideWidth, padInfo } = sizes;
  const height = sizes.inHeight + sizes.filterHeight - 1;
  const width = sizes.inWidth + sizes.filterWidth - 1;
  const top = sizes.filterHeight - 1 - padInfo.top;
  const left = sizes.filterWidth - 1 - padInfo.left;
  const result = scope.zeros([sizes.batchSize, height, width, outChannels]);
  const from = scope.values(dy);
  const to = scope.values(result);
  for (let line = 0; line < sizes.batchSize * outHeight; line++) {
    const image = Math.floor(line / outHeight);
    const row = top + (line % outHeight) * strideHeight;
    if (row < 0 || row >= height) continue;
    for (let pixel = 0; pixel < outWidth; pixel++) {
      const column = left + pixel * strideWidth;
      if (column < 0 || column >= width) continue;
      const source = (line * outWidth + pixel) * outChannels;
      const target = ((image * height + row) * width + column) * outChannels;
      for (let channel = 0; channel < outChannels; channel++) to[target + channel] = from[source + channel] as number;
    }
  }
  return result;
}
