import { BackendClosedError, BackendError, type EvaluatorBackend } from "@shac/core";
import { processBackend, recycleBound, toModuleUrl } from "@shac/threading";
import { chooseGpus, findGpus, slotEnvironment } from "./devices.js";
import type { TfRuntimeOptions } from "./entry/tf-runtime.js";
import { inProcessBackend } from "./in-process-backend.js";
import { findTfPackage, requireTfPackage } from "./load-tf.js";
import { checkOptions, cpuEvaluators, type TfManagedOptions } from "./options.js";

const NAME = "tf-managed";
const DEFAULT_RECYCLE_AFTER = 100;

/**
 * Evaluates the objective of a module in child processes, each with TensorFlow.js ready on a GPU of its own or on the CPU, and gives every
 * evaluation a session: its seed, its names, its tensors, all of which are released when it ends, however it ends.
 *
 * `open` finds the GPUs and loads TensorFlow.js in a first process, so whatever is missing fails there.
 *
 * @param module URL or path of a module, JavaScript or TypeScript, that exports an objective or a study definition by default; its
 * objective gets a `TfContext`
 * @throws InvalidOptionError
 */
export function tfManagedBackend(module: string | URL, options: TfManagedOptions = {}): EvaluatorBackend {
  checkOptions(options);
  const url = toModuleUrl(module).href;
  const isolation = options.isolation ?? "process";
  let inner: EvaluatorBackend | undefined;
  /** Aborted by the close() or open() that follows. */
  let session = new AbortController();
  const endSession = async () => {
    session.abort(new BackendClosedError(NAME));
    await inner?.close();
  };
  return {
    apiVersion: 1,
    name: NAME,
    isolation,
    cancellation: isolation === "none" ? "cooperative" : "forced",
    async open(study, capacity) {
      const ended = endSession();
      session = new AbortController();
      const { signal } = session;
      await ended;
      const opened =
        isolation === "none"
          ? inProcessBackend(runtimeOptions(url, options, [], 1))
          : await place(url, options, signal);
      signal.throwIfAborted();
      inner = opened;
      await opened.open(study, capacity).catch((error: unknown) => {
        signal.throwIfAborted();
        throw plainly(error);
      });
    },
    evaluate: async (request, channel) => {
      if (inner === undefined || session.signal.aborted) throw new BackendClosedError(NAME);
      return inner.evaluate(request, channel);
    },
    close: endSession,
  };
}

/** Decides which processes are to run where. @throws BackendError, MissingDependencyError, or the signal's reason */
async function place(moduleUrl: string, options: TfManagedOptions, signal: AbortSignal): Promise<EvaluatorBackend> {
  const { backend = "auto", evaluatorsPerGpu = 1, maxCpuEvaluators, memoryLimitMb } = options;
  if (backend !== "auto") requireTfPackage(backend, moduleUrl);
  const gpus = await gpusFor(moduleUrl, options, signal);
  const workers = gpus.length === 0 ? cpuEvaluators(maxCpuEvaluators) : gpus.length * evaluatorsPerGpu;
  return processBackend(moduleUrl, {
    workers,
    ...(memoryLimitMb !== undefined && { memoryLimitMb }),
    environment: (workerId) => slotEnvironment(gpus, workerId),
    runtime: {
      url: new URL("./entry/tf-runtime.js", import.meta.url),
      options: runtimeOptions(moduleUrl, options, gpus, workers),
    },
  });
}

async function gpusFor(
  moduleUrl: string,
  { backend = "auto", maxGpuEvaluators }: TfManagedOptions,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const isGpuBackend = backend === "tfjs-node-gpu" || backend === "auto";
  if (maxGpuEvaluators === 0 || !isGpuBackend) return [];
  if (maxGpuEvaluators === undefined) {
    return findTfPackage("tfjs-node-gpu", moduleUrl) === undefined ? [] : (await findGpus(signal)).indices;
  }
  const gpus = chooseGpus(maxGpuEvaluators, await findGpus(signal));
  if (gpus.length > 0) requireTfPackage("tfjs-node-gpu", moduleUrl);
  return gpus;
}

function runtimeOptions(
  moduleUrl: string,
  options: TfManagedOptions,
  gpus: readonly number[],
  workers: number,
): TfRuntimeOptions {
  const { backend = "auto", maxGpuEvaluators, recycleAfter = DEFAULT_RECYCLE_AFTER } = options;
  return {
    moduleUrl,
    // Who asks for GPUs is not to get anything else in silence.
    backend: gpus.length > 0 && maxGpuEvaluators !== undefined ? "tfjs-node-gpu" : backend,
    gpus,
    recycleAfter,
    recycleAbove: recycleBound(options, workers),
  };
}

/** What the runtime could not load says itself what is wrong; the pool's words before it would speak of a file of this package. */
function plainly(error: unknown): unknown {
  const { cause } = error as { cause?: { code?: string; message: string } };
  if (cause?.code !== "missing-dependency" && cause?.code !== "backend-failed") return error;
  return new BackendError(cause.message, { code: cause.code, cause });
}
