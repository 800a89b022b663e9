export type { TfContext, TfDevice, TfSession } from "./managed-session.js";
export type { TfBackendName, TfManagedOptions } from "./options.js";
export { registerWasmKernels } from "./wasm-kernels/register-wasm-kernels.js";
