import type * as tfjs from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { TensorInfo } from "./kernel-scope.js";

/** The backend that `tf.findBackend("cpu")` gives, as far as it is used here. */
interface CpuBackend extends tfjs.KernelBackend {
  makeTensorInfo(shape: number[], dtype: tfjs.DataType, values: tfjs.backend_util.BackendValues): TensorInfo;
}

/** A kernel of the WASM backend that copies its inputs to the cpu backend and has that backend's kernel compute: right, but slow. */
export function cpuKernel(tf: typeof tfjs, kernelName: string): tfjs.KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const wasm = backend as BackendWasm;
      const cpu = tf.findBackend("cpu") as CpuBackend;
      const copies = Object.entries(inputs as Record<string, TensorInfo>).map(
        ([name, { shape, dtype, dataId }]) => [name, cpu.makeTensorInfo(shape, dtype, wasm.readSync(dataId))] as const,
      );
      const { kernelFunc } = tf.getKernel(kernelName, "cpu");
      const { shape, dtype, dataId } = kernelFunc({
        inputs: Object.fromEntries(copies),
        attrs: attrs as tfjs.NamedAttrMap,
        backend: cpu,
      }) as TensorInfo;
      const result = wasm.makeOutput(shape, dtype, undefined, cpu.readSync(dataId) as tfjs.TypedArray);
      for (const copy of [dataId, ...copies.map(([, { dataId }]) => dataId)]) cpu.disposeData(copy);
      return result;
    },
  };
}
