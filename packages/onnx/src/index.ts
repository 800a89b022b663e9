export type { Ort } from "./load-onnx.js";
export { type Latency, type LatencyOptions, measureLatency } from "./measure-latency.js";
export { ModelLoadError } from "./model-load-error.js";
export { onnxBackend } from "./onnx-backend.js";
export type { LoadOptions, OnnxContext, Sessions } from "./onnx-context.js";
export type { OnnxOptions } from "./options.js";
