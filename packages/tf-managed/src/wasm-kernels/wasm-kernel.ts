import type * as tfjs from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { KernelScope, type TensorInfo } from "./kernel-scope.js";

/** A kernel with one output; whatever else it makes in its scope is freed for it. */
export type WasmKernel<Inputs extends string, Attributes> = (
  scope: KernelScope,
  inputs: Readonly<Record<Inputs, TensorInfo>>,
  attributes: Attributes,
) => TensorInfo;

/** What `tf.registerKernel` takes. */
export function kernelConfig<Inputs extends string, Attributes>(
  tf: typeof tfjs,
  kernelName: string,
  kernel: WasmKernel<Inputs, Attributes>,
): tfjs.KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const scope = new KernelScope(tf, backend as BackendWasm);
      let result: TensorInfo | undefined;
      try {
        result = kernel(scope, inputs as Record<Inputs, TensorInfo>, attrs as Attributes);
      } finally {
        scope.end(result);
      }
      return result;
    },
  };
}
