export { backendCases } from "./backend/backend-cases.js";
export type { BackendHarness } from "./backend/backend-harness.js";
export {
  type CaseAction,
  type CaseParams,
  caseObjectiveUrl,
  default as caseObjective,
} from "./backend/case-objective.js";
export { backendFaults, faultyBackend } from "./backend/faulty-backends.js";
export type { ConformanceCase } from "./conformance-case.js";
export { essence } from "./essence.js";
export { samplerCases } from "./sampler/sampler-cases.js";
export type { SamplerHarness } from "./sampler/sampler-harness.js";
export { storageCases } from "./storage/storage-cases.js";
export type { StorageHarness } from "./storage/storage-harness.js";
