export type { BackendHarness } from "./backend/backend-harness.js";
export { backendCases } from "./backend-cases.js";
export { type CaseAction, type CaseParams, caseObjectiveUrl, default as caseObjective } from "./case-objective.js";
export type { ConformanceCase } from "./conformance-case.js";
export { backendFaults, faultyBackend } from "./faulty-backends.js";
export type { SamplerHarness } from "./sampler/sampler-harness.js";
export { samplerCases } from "./sampler-cases.js";
export { storageCases } from "./storage/storage-cases.js";
export type { StorageHarness } from "./storage/storage-harness.js";
