export type { ConformanceCase } from "./conformance-case.js";
export { storageCases } from "./storage/storage-cases.js";
export type { StorageHarness } from "./storage/storage-harness.js";
