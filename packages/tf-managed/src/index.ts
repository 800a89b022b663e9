export type { TfContext, TfDevice, TfSession } from "./managed-session.js";
export type { TfBackendName, TfManagedOptions } from "./options.js";
