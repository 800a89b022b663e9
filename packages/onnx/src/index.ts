export type { Ort } from "./load-onnx.js";
export { type Latency, type LatencyOptions, measureLatency } from "./measure-latency.js";
export { onnxBackend } from "./onnx-backend.js";
export type { LoadOptions, OnnxContext, Sessions } from "./onnx-context.js";
export type { OnnxOptions } from "./options.js";
export { ModelLoadError } from "./sessions/model-load-error.js";
export { type NestedArray, readOutput, toNestedArray } from "./tensors/read-output.js";
export { TensorError } from "./tensors/tensor-error.js";
export { type TensorValue, toFeeds } from "./tensors/to-feeds.js";
