import { BackendError, MissingDependencyError } from "@shac/core";

/** The module `onnxruntime-node`. */
export type Ort = typeof import("onnxruntime-node");

const PACKAGE = "onnxruntime-node";

/** Looks for the runtime without loading its native library. @throws MissingDependencyError */
export function requireOnnx(): void {
  try {
    import.meta.resolve(PACKAGE);
  } catch (cause) {
    throw new MissingDependencyError(PACKAGE, "@shac/onnx", { cause });
  }
}

/**
 * Loads the native library into this process, which is to be a worker's.
 * @throws BackendError when the library does not fit this machine
 */
export async function loadOnnx(): Promise<Ort> {
  try {
    const ort: Ort & { readonly default?: Ort } = await import("onnxruntime-node");
    // Of a CommonJS module the members that are set at run time are on its default export alone.
    return ort.default ?? ort;
  } catch (cause) {
    const { platform, arch, version } = process;
    const why = (cause as Error).message.split("\n", 1)[0];
    throw new BackendError(`${PACKAGE} does not run on ${platform} ${arch} with Node ${version}: ${why}`, { cause });
  }
}
