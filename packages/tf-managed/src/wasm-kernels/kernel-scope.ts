import type * as tfjs from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** A tensor as kernels see it: not tracked by TensorFlow.js, so whoever makes one has to free it or return it. */
export type TensorInfo = tfjs.TensorInfo;

/** What one call of a kernel makes on the heap of the WASM backend; all but the result is freed when the call ends. */
export class KernelScope {
  readonly util: typeof tfjs.util;
  readonly backendUtil: typeof tfjs.backend_util;
  readonly #tf: typeof tfjs;
  readonly #backend: BackendWasm;
  readonly #made: TensorInfo[] = [];

  constructor(tf: typeof tfjs, backend: BackendWasm) {
    this.backendUtil = tf.backend_util;
    this.util = tf.util;
    this.#tf = tf;
    this.#backend = backend;
  }

  /** The only output of a kernel that the backend has itself. */
  run(kernelName: string, inputs: Record<string, TensorInfo>, attrs: object = {}): TensorInfo {
    const { kernelFunc } = this.#tf.getKernel(kernelName, "wasm");
    const output = kernelFunc({ inputs, attrs: attrs as tfjs.NamedAttrMap, backend: this.#backend });
    return this.#keep(output as TensorInfo);
  }

  /** A new tensor that holds whatever lay in its place before. */
  allocate(shape: number[], dtype: tfjs.DataType = "float32"): TensorInfo {
    return this.#keep(this.#backend.makeOutput(shape, dtype));
  }

  /** A new tensor filled with zeros. */
  zeros(shape: number[], dtype?: tfjs.DataType): TensorInfo {
    const tensor = this.allocate(shape, dtype);
    this.values(tensor).fill(0);
    return tensor;
  }

  /** The values where they lie; whatever is made after this call may move the heap away from under them. */
  values(tensor: TensorInfo): tfjs.TypedArray {
    return this.#backend.typedArrayFromHeap(tensor);
  }

  /** Frees what was made, but not `result`. */
  end(result?: TensorInfo): void {
    // Kernels that only change a shape share the data and count its users: of the result's, one is to be left.
    const kept = this.#made.findLastIndex(({ dataId }) => dataId === result?.dataId);
    this.#made.forEach(({ dataId }, index) => {
      if (index !== kept) this.#backend.disposeData(dataId);
    });
  }

  #keep(tensor: TensorInfo): TensorInfo {
    this.#made.push(tensor);
    return tensor;
  }
}

/** The same values in the same order with other axes. */
export function reshaped(tensor: TensorInfo, shape: number[]): TensorInfo {
  return { ...tensor, shape };
}
