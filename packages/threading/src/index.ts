// Backends
export { loadObjective } from "./entry/load-objective.js";
export type { CreateRuntime, EvaluationRuntime } from "./entry/runtime.js";
export { toModuleUrl } from "./options.js";
export { type ProcessOptions, processBackend } from "./process-backend.js";
export type { SlotEnvironment } from "./runtime/start-process.js";
export { type ThreadOptions, threadBackend } from "./thread-backend.js";

// Samplers
export { type GeneratorOptions, type ThreadedSampler, threadedSampler } from "./threaded-sampler.js";
