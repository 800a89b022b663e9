export type { TfDevice } from "./devices.js";
export { type LoadedTf, loadTf } from "./load-tf.js";
export type { TensorValues, TfContext, TfSession, TfSessionMemory } from "./managed-session.js";
export type { TfBackendName, TfManagedOptions } from "./options.js";
export { tfManagedBackend } from "./tf-managed-backend.js";
export { registerWasmKernels } from "./wasm-kernels/register-wasm-kernels.js";
