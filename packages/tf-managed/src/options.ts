/** The builds of TensorFlow.js that a session can run on, fastest first. */
export type TfBackendName = "tfjs-node-gpu" | "tfjs-node" | "wasm" | "cpu";

/** Options of `tfManagedBackend`. */
export interface TfManagedOptions {
  /**
   * How many GPUs to use: the first ones, or those whose indices are listed. Each has `evaluatorsPerGpu` child processes that see
   * no other GPU. 0 is none. Default: all that are found.
   */
  readonly maxGpuEvaluators?: number | readonly number[];
  /** Child processes without a GPU, from 1; -1 is as many as there are cores. Ignored when a GPU is used. Default 1. */
  readonly maxCpuEvaluators?: number;
  /** Evaluations that share one GPU and its memory, from 1. Default 1. */
  readonly evaluatorsPerGpu?: number;
  /** `auto`, the default, takes the fastest that is installed and loads. */
  readonly backend?: TfBackendName | "auto";
  /** `none` evaluates in this process, one at a time, for debugging. Default `process`. */
  readonly isolation?: "process" | "none";
}
