import type { ObjectiveContext } from "@shac/core";
import type * as tfjs from "@tensorflow/tfjs";
import type { TfBackendName } from "./options.js";

/** Where a session computes. */
export interface TfDevice {
  readonly type: "gpu" | "cpu";
  /** Of the GPU, as nvidia-smi counts; of the evaluator for a CPU. */
  readonly index: number;
}

/** What one evaluation has of TensorFlow.js; everything made in it is released when the evaluation ends. */
export interface TfSession {
  readonly backend: TfBackendName;
  readonly device: TfDevice;
}

/** What an objective gets as its second argument. */
export interface TfContext extends ObjectiveContext {
  /** TensorFlow.js, ready, on the session's device. */
  readonly tf: typeof tfjs;
  readonly session: TfSession;
}
