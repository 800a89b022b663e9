import { createRequire } from "node:module";
import util from "node:util";
import { BackendError, MissingDependencyError } from "@shac/core";
import type * as tfjs from "@tensorflow/tfjs";
import { TF_BACKENDS, type TfBackendName } from "./options.js";
import { registerWasmKernels } from "./wasm-kernels/register-wasm-kernels.js";

/** TensorFlow.js, ready to compute. */
export interface LoadedTf {
  readonly tf: typeof tfjs;
  readonly backend: TfBackendName;
  /** Whether tensors really lie on a GPU; a GPU build without one computes on the CPU. */
  readonly usesGpu: boolean;
  /** Which was taken and why: `wasm, as @tensorflow/tfjs-node-gpu is not installed, and ...`. */
  readonly choice: string;
}

const PACKAGES: Readonly<Record<TfBackendName, string>> = {
  "tfjs-node-gpu": "@tensorflow/tfjs-node-gpu",
  "tfjs-node": "@tensorflow/tfjs-node",
  wasm: "@tensorflow/tfjs-backend-wasm",
  cpu: "@tensorflow/tfjs",
};

/**
 * Loads TensorFlow.js into this process, without a session: `auto` takes the first build that is installed and loads. It is looked
 * for as the module at `moduleUrl` would look, else as this package would.
 * @throws MissingDependencyError, BackendError naming the command that mends it
 */
export async function loadTf(wanted: TfBackendName | "auto", moduleUrl: string): Promise<LoadedTf> {
  if (wanted !== "auto") return { ...(await load(wanted, moduleUrl)), choice: wanted };
  const failures: Error[] = [];
  for (const backend of TF_BACKENDS) {
    try {
      const loaded = await load(backend, moduleUrl);
      const why = TF_BACKENDS.slice(0, failures.length).map((skipped, i) => whyNot(skipped, failures[i] as Error));
      return { ...loaded, choice: why.length === 0 ? backend : `${backend}, as ${why.join(", and ")}` };
    } catch (error) {
      failures.push(error as Error);
    }
  }
  throw failures.at(-1);
}

/** The file of a backend's package, undefined when it is not installed. */
export function findTfPackage(backend: TfBackendName, moduleUrl: string): string | undefined {
  return findPackage(PACKAGES[backend], moduleUrl);
}

/** @throws MissingDependencyError */
export function requireTfPackage(backend: TfBackendName, moduleUrl: string): void {
  if (findTfPackage(backend, moduleUrl) === undefined) throw missing(backend);
}

async function load(backend: TfBackendName, moduleUrl: string): Promise<Omit<LoadedTf, "choice">> {
  const isNative = backend === "tfjs-node" || backend === "tfjs-node-gpu";
  // Node 23 has dropped it, and tfjs-node 4.22 calls it.
  if (isNative) (util as { isNullOrUndefined?: unknown }).isNullOrUndefined ??= (value: unknown) => value == null;
  const tf = requirePackage<typeof tfjs>(isNative ? backend : "cpu", moduleUrl);
  if (backend === "wasm") {
    requirePackage("wasm", moduleUrl);
    registerWasmKernels(tf);
  }
  const engineBackend = isNative ? "tensorflow" : backend;
  if (!(await withoutNewListeners(() => tf.setBackend(engineBackend)))) {
    throw new BackendError(`${PACKAGES[backend]} is installed, but its backend "${engineBackend}" cannot be started.`);
  }
  const engine = tf.backend() as { isUsingGpuDevice?: boolean; firstUse?: boolean };
  // It would print an advertisement for tfjs-node.
  if (backend === "cpu") engine.firstUse = false;
  return { tf, backend, usesGpu: engine.isUsingGpuDevice === true };
}

function requirePackage<T>(backend: TfBackendName, moduleUrl: string): T {
  const path = findTfPackage(backend, moduleUrl);
  if (path === undefined) throw missing(backend);
  try {
    return createRequire(path)(path) as T;
  } catch (cause) {
    throw new BackendError(`${PACKAGES[backend]} is installed, but cannot be loaded: ${explain(cause, backend)}`, {
      cause,
    });
  }
}

function explain(cause: unknown, backend: TfBackendName): string {
  const message = (cause as Error).message.split("\n")[0] as string;
  // The binding outlives the cached library that it was built for, when the user empties the cache.
  if (!/tfjs_binding\.node|libtensorflow/.test(message)) return message;
  return `its native binding is missing or has lost its library. Run: npx shac-tf-native ${backend}`;
}

/** @param error what `load` threw */
function whyNot(backend: TfBackendName, error: Error): string {
  return error instanceof MissingDependencyError ? `${PACKAGES[backend]} is not installed` : error.message;
}

function missing(backend: TfBackendName): MissingDependencyError {
  return new MissingDependencyError(PACKAGES[backend], `TensorFlow.js on "${backend}"`);
}

function findPackage(name: string, moduleUrl: string): string | undefined {
  for (const from of [moduleUrl, import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not there.
    }
  }
  return undefined;
}

/** The WASM backend makes every uncaught error end the process by listeners of its own; how a process ends is not its business. */
async function withoutNewListeners<T>(start: () => Promise<T>): Promise<T> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  const result = await start();
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event)) {
      if (!before[i]?.has(listener)) process.removeListener(event, listener as () => void);
    }
  });
  return result;
}
