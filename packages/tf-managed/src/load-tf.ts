import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import util from "node:util";
import { BackendError, MissingDependencyError } from "@shac/core";
import type * as tfjs from "@tensorflow/tfjs";
import { findManifest } from "./find-manifest.js";
import { TF_BACKENDS, type TfBackendName } from "./options.js";
import { registerWasmKernels } from "./wasm-kernels/register-wasm-kernels.js";

/** TensorFlow.js, ready to compute. */
export interface LoadedTf {
  readonly tf: typeof tfjs;
  readonly backend: TfBackendName;
  /** Whether tensors really lie on a GPU; a GPU build without one computes on the CPU. */
  readonly usesGpu: boolean;
  /** Which was taken and why: `wasm, since @tensorflow/tfjs-node-gpu and @tensorflow/tfjs-node are not installed`. */
  readonly choice: string;
}

const require = createRequire(import.meta.url);

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
      return { ...loaded, choice: failures.length === 0 ? backend : `${backend}, since ${explainSkips(failures)}` };
    } catch (error) {
      failures.push(error as Error);
    }
  }
  throw failures.at(-1);
}

/** The folder of a backend's package, undefined when it is not installed. */
export function findTfPackage(backend: TfBackendName, moduleUrl: string): string | undefined {
  for (const folder of foldersOf([moduleUrl, import.meta.url])) {
    const manifest = findManifest(PACKAGES[backend], folder);
    if (manifest !== undefined) return dirname(manifest);
  }
  return undefined;
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
  const folder = findTfPackage(backend, moduleUrl);
  if (folder === undefined) throw missing(backend);
  try {
    return require(folder) as T;
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

/** @param failures what `load` threw for the first backends */
function explainSkips(failures: readonly Error[]): string {
  const isMissing = (error: Error | undefined) => error instanceof MissingDependencyError;
  const names = TF_BACKENDS.filter((_, i) => isMissing(failures[i])).map((backend) => PACKAGES[backend]);
  const last = names.pop();
  const list = names.length === 0 ? `${last} is` : `${names.join(", ")} and ${last} are`;
  const others = failures.filter((error) => !isMissing(error)).map(({ message }) => message);
  return [...(last === undefined ? [] : [`${list} not installed`]), ...others].join("; ");
}

function missing(backend: TfBackendName): MissingDependencyError {
  return new MissingDependencyError(PACKAGES[backend], `TensorFlow.js on "${backend}"`);
}

function foldersOf(moduleUrls: readonly string[]): string[] {
  return moduleUrls.filter((url) => url.startsWith("file:")).map((url) => dirname(fileURLToPath(url)));
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
