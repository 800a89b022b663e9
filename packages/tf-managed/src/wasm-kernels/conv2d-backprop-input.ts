import type * as tfjs from "@tensorflow/tfjs";
import { crop } from "./crop.js";
import { type KernelScope, reshaped, type TensorInfo } from "./kernel-scope.js";
import type { WasmKernel } from "./wasm-kernel.js";

/**
 * The gradient of a convolution by its input, which is also the transposed convolution, as a convolution with stride 1. Rows of
 * the input that are equal modulo the stride meet the same rows of the filter, and only those; so each such set of rows (and
 * columns) is one group of output channels, and the groups are interleaved afterwards. The backend's own kernel is about ten
 * times slower.
 */
export const conv2DBackpropInput: WasmKernel<"dy" | "filter", tfjs.Conv2DBackpropInputAttrs> = (
  scope,
  { dy, filter },
  { strides, pad, dimRoundingMode, dataFormat, inputShape },
) => {
  const { computeConv2DInfo, convertConv2DDataFormat } = scope.backendUtil;
  const filterShape = filter.shape as typeof inputShape;
  const layout = convertConv2DDataFormat(dataFormat);
  const channelsLast = layout === "channelsLast";
  const sizes = computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, false, layout);
  const { batchSize, inHeight, inWidth, inChannels, strideHeight, strideWidth, padInfo } = sizes;
  const rows = phases(inHeight, sizes.outHeight, sizes.filterHeight, strideHeight, padInfo.top);
  const columns = phases(inWidth, sizes.outWidth, sizes.filterWidth, strideWidth, padInfo.left);

  const grouped = scope.run(
    "Conv2D",
    {
      x: channelsLast ? dy : scope.run("Transpose", { x: dy }, { perm: [0, 2, 3, 1] }),
      filter: groupedFilter(scope, filter, sizes, rows.taps, columns.taps),
    },
    {
      strides: [1, 1],
      dilations: [1, 1],
      dataFormat: "NHWC",
      pad: [
        [0, 0],
        [rows.before, rows.after],
        [columns.before, columns.after],
        [0, 0],
      ],
    },
  );
  const [, height, width] = grouped.shape as [number, number, number, number];
  const apart = reshaped(grouped, [batchSize * height, width, strideHeight, strideWidth * inChannels]);
  const interleaved = strideHeight === 1 ? apart : scope.run("Transpose", { x: apart }, { perm: [0, 2, 1, 3] });
  const whole = reshaped(interleaved, [batchSize, height * strideHeight, width * strideWidth, inChannels]);
  const input = crop(scope, whole, { top: rows.skip, left: columns.skip, height: inHeight, width: inWidth });
  return channelsLast ? input : scope.run("Transpose", { x: input }, { perm: [0, 3, 1, 2] });
};

/** Along one axis: the filter's length in one phase, the padding of `dy`, and how much is to be cut off before the input begins. */
function phases(input: number, output: number, filter: number, stride: number, pad: number) {
  const taps = Math.ceil(filter / stride);
  const skipped = Math.min(Math.floor(pad / stride), taps - 1);
  const positions = Math.ceil((input + pad) / stride) - skipped;
  return {
    taps,
    before: taps - 1 - skipped,
    after: Math.max(positions - output + skipped, 0),
    skip: pad - skipped * stride,
  };
}

/** The filter of shape [taps, taps, outChannels, strideHeight * strideWidth * inChannels], turned by half a turn. */
function groupedFilter(
  scope: KernelScope,
  filter: TensorInfo,
  sizes: tfjs.backend_util.Conv2DInfo,
  rowTaps: number,
  columnTaps: number,
): TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth } = sizes;
  const groups = strideHeight * strideWidth * inChannels;
  const grouped = scope.zeros([rowTaps, columnTaps, outChannels, groups]);
  const from = scope.values(filter);
  const to = scope.values(grouped);
  let index = 0;
  for (let row = 0; row < filterHeight; row++) {
    const rowTap = rowTaps - 1 - Math.floor(row / strideHeight);
    for (let column = 0; column < filterWidth; column++) {
      const columnTap = columnTaps - 1 - Math.floor(column / strideWidth);
      const phase = (row % strideHeight) * strideWidth + (column % strideWidth);
      const start = (rowTap * columnTaps + columnTap) * outChannels * groups + phase * inChannels;
      for (let channel = start; channel < start + inChannels; channel++) {
        for (let output = 0; output < outChannels; output++) to[channel + output * groups] = from[index++] as number;
      }
    }
  }
  return grouped;
}
