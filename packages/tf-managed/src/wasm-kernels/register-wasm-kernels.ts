import type * as tfjs from "@tensorflow/tfjs";
import { batchMatMul, PLAIN_MAT_MUL } from "./batch-mat-mul.js";
import { conv2DBackpropFilter } from "./conv2d-backprop-filter.js";
import { conv2DBackpropInput } from "./conv2d-backprop-input.js";
import { cpuKernel } from "./cpu-kernel.js";
import { depthwiseConv2DBackpropFilter } from "./depthwise-conv2d-backprop-filter.js";
import { depthwiseConv2DBackpropInput } from "./depthwise-conv2d-backprop-input.js";
import { equal, PLAIN_EQUAL } from "./equal.js";
import { gather, PLAIN_GATHER } from "./gather.js";
import { avgPoolGrad, maxPoolGrad } from "./pool-gradients.js";
import { tile } from "./tile.js";
import { unsortedSegmentSum } from "./unsorted-segment-sum.js";
import { kernelConfig } from "./wasm-kernel.js";

/**
 * Kernels whose results are wrong in TensorFlow.js 4.22: those of convolutions in three dimensions, and of max pooling there where
 * all of a window is negative.
 */
const WRONG_ON_WASM = ["Conv3DBackpropFilterV2", "Conv3DBackpropInputV2", "MaxPool3D", "MaxPool3DGrad"];

/**
 * Completes the WASM backend of TensorFlow.js so that convolutions (plain, depthwise, separable, transposed) and embeddings train
 * on it: supplies the kernels of their gradients, each only where `tf` has none. And replaces some of its own kernels: its product of
 * transposed matrices, gradient of a convolution by the input, gradients of pooling, `tile`, `gather` and `equal`, which are slow, and its gradients
 * of `maxPool`, `maxPool3d` and `conv3d`, which are wrong. A second call does nothing.
 *
 * `tf` must have loaded `@tensorflow/tfjs-backend-wasm`; whether the backend has started does not matter. Those of three dimensions are
 * computed by the cpu backend, and stay as they are where `tf` lacks it.
 */
export function registerWasmKernels(tf: typeof tfjs): void {
  if (tf.getKernel(PLAIN_MAT_MUL, "wasm")) return;
  const missing = [
    kernelConfig(tf, tf.Conv2DBackpropFilter, conv2DBackpropFilter),
    kernelConfig(tf, tf.DepthwiseConv2dNativeBackpropFilter, depthwiseConv2DBackpropFilter),
    kernelConfig(tf, tf.DepthwiseConv2dNativeBackpropInput, depthwiseConv2DBackpropInput),
    kernelConfig(tf, tf.UnsortedSegmentSum, unsortedSegmentSum),
  ];
  for (const config of missing) {
    if (!tf.getKernel(config.kernelName, "wasm")) tf.registerKernel(config);
  }

  tf.registerKernel({ ...tf.getKernel(tf.BatchMatMul, "wasm"), kernelName: PLAIN_MAT_MUL });
  tf.registerKernel({ ...tf.getKernel(tf.Equal, "wasm"), kernelName: PLAIN_EQUAL });
  tf.registerKernel({ ...tf.getKernel(tf.GatherV2, "wasm"), kernelName: PLAIN_GATHER });
  const better = [
    kernelConfig(tf, tf.BatchMatMul, batchMatMul),
    kernelConfig(tf, tf.Conv2DBackpropInput, conv2DBackpropInput),
    kernelConfig(tf, tf.MaxPoolGrad, maxPoolGrad),
    kernelConfig(tf, tf.AvgPoolGrad, avgPoolGrad),
    kernelConfig(tf, tf.Equal, equal),
    kernelConfig(tf, tf.Tile, tile),
    kernelConfig(tf, tf.GatherV2, gather),
    ...WRONG_ON_WASM.filter((name) => tf.getKernel(name, "cpu")).map((name) => cpuKernel(tf, name)),
  ];
  for (const config of better) {
    tf.unregisterKernel(config.kernelName, "wasm");
    tf.registerKernel(config);
  }
}
