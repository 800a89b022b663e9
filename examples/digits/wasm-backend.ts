import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

/**
 * Starts the WASM backend of TensorFlow.js, and has it transpose matrices before it multiplies them: its own products with
 * transposed matrices are many times slower, and training consists of little else.
 */
export async function startWasmBackend(): Promise<void> {
  await tf.setBackend("wasm");
  const product = tf.getKernel("BatchMatMul", "wasm");
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({
    ...product,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const a = attrs?.transposeA ? transpose(inputs.a as tf.TensorInfo) : inputs.a;
      const b = attrs?.transposeB ? transpose(inputs.b as tf.TensorInfo) : inputs.b;
      const plain = { transposeA: false, transposeB: false };
      const result = product.kernelFunc({ inputs: { a, b }, attrs: plain, backend });
      if (a && a !== inputs.a) tf.backend().disposeData(a.dataId);
      if (b && b !== inputs.b) tf.backend().disposeData(b.dataId);
      return result;
    },
  });
}

/** `x` with its last two axes exchanged; not tracked, so that it has to be disposed of by hand. */
function transpose(x: tf.TensorInfo): tf.TensorInfo {
  const axes = x.shape.map((_, axis) => axis);
  const perm = [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
  const { kernelFunc } = tf.getKernel("Transpose", "wasm");
  return kernelFunc({ inputs: { x }, attrs: { perm }, backend: tf.backend() }) as tf.TensorInfo;
}
