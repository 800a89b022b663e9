export type { TfDevice } from "./devices.js";
export { type LoadedTf, loadTf } from "./load-tf.js";
export type { TfBackendName, TfManagedOptions } from "./options.js";
export type { TensorValues, TfContext, TfSession, TfSessionMemory } from "./session/managed-session.js";
export { tfManagedBackend } from "./tf-managed-backend.js";
export { registerWasmKernels } from "./wasm-kernels/register-wasm-kernels.js";
