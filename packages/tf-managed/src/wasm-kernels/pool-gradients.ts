import type * as tfjs from "@tensorflow/tfjs";
import type { WasmKernel } from "./wasm-kernel.js";

/**
 * The gradient of max pooling, given to the first greatest input of each window. The backend's own kernel is many times slower, and
 * gives nothing to windows that are negative altogether.
 */
export const maxPoolGrad: WasmKernel<"dy" | "input", tfjs.MaxPoolGradAttrs> = (
  scope,
  { dy, input },
  { filterSize, strides, pad, dimRoundingMode },
) => {
  const shape = input.shape as [number, number, number, number];
  const sizes = scope.backendUtil.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const { inChannels, inWidth } = sizes;
  const gradient = scope.zeros(shape);
  const values = scope.values(input);
  const ofOutputs = scope.values(dy);
  const ofInputs = scope.values(gradient);
  forEachWindow(sizes, (output, image, top, bottom, left, right) => {
    for (let channel = 0; channel < inChannels; channel++) {
      let greatest = -1;
      let value = Number.NEGATIVE_INFINITY;
      for (let row = top; row < bottom; row++) {
        const line = (image + row) * inWidth;
        for (let column = left; column < right; column++) {
          const at = (line + column) * inChannels + channel;
          if ((values[at] as number) > value) {
            value = values[at] as number;
            greatest = at;
          }
        }
      }
      if (greatest >= 0) ofInputs[greatest] = (ofInputs[greatest] as number) + (ofOutputs[output + channel] as number);
    }
  });
  return gradient;
};

/** The gradient of average pooling, in equal parts to the whole window, padding included, as TensorFlow.js has it. */
export const avgPoolGrad: WasmKernel<"dy" | "input", tfjs.AvgPoolGradAttrs> = (
  scope,
  { dy, input },
  { filterSize, strides, pad },
) => {
  const shape = input.shape as [number, number, number, number];
  const sizes = scope.backendUtil.computePool2DInfo(shape, filterSize, strides, 1, pad);
  const { inChannels, inWidth } = sizes;
  const share = 1 / (sizes.filterHeight * sizes.filterWidth);
  const gradient = scope.zeros(shape);
  const ofOutputs = scope.values(dy);
  const ofInputs = scope.values(gradient);
  forEachWindow(sizes, (output, image, top, bottom, left, right) => {
    for (let row = top; row < bottom; row++) {
      const line = (image + row) * inWidth;
      for (let column = left; column < right; column++) {
        const at = (line + column) * inChannels;
        for (let channel = 0; channel < inChannels; channel++) {
          ofInputs[at + channel] = (ofInputs[at + channel] as number) + share * (ofOutputs[output + channel] as number);
        }
      }
    }
  });
  return gradient;
};

/**
 * Takes one output pixel, and the part of the input that it was pooled from: where the channels of the output pixel begin, and where
 * the image does among the rows of all images. Plain numbers, since objects would take longer than the pooling.
 */
type VisitWindow = (output: number, image: number, top: number, bottom: number, left: number, right: number) => void;

function forEachWindow(sizes: tfjs.backend_util.Conv2DInfo, visit: VisitWindow): void {
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, padInfo, inChannels } = sizes;
  let output = 0;
  for (let image = 0; image < sizes.batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      const top = row * strideHeight - padInfo.top;
      for (let column = 0; column < outWidth; column++, output += inChannels) {
        const left = column * strideWidth - padInfo.left;
        visit(
          output,
          image * inHeight,
          Math.max(0, top),
          Math.min(inHeight, top + sizes.filterHeight),
          Math.max(0, left),
          Math.min(inWidth, left + sizes.filterWidth),
        );
      }
    }
  }
}
