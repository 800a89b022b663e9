// Backends
export { loadObjective } from "./entry/load-objective.js";
export type { CreateRuntime, EvaluationRuntime } from "./entry/runtime.js";
export type { SlotEnvironment } from "./link/start-process.js";
export { type RecycleOptions, recycleBound, toModuleUrl } from "./options.js";
export { type ProcessOptions, processBackend } from "./process-backend.js";
// Samplers
export { type GeneratorOptions, type ThreadedSampler, threadedSampler } from "./sampler/threaded-sampler.js";
export { type ThreadOptions, threadBackend } from "./thread-backend.js";
