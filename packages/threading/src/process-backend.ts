import type { EvaluatorBackend, JsonObject } from "@shac/core";
import { findTsx } from "./find-tsx.js";
import { processStarter, type SlotEnvironment } from "./link/start-process.js";
import { checkMemoryLimit, type PoolOptions, toModuleUrl, workerCount } from "./options.js";
import { pooledBackend } from "./pool/pooled-backend.js";

export interface ProcessOptions extends PoolOptions {
  /**
   * Resident size, in MiB, above which a worker process is killed and its trial fails with reason `memory-limit`. It is looked
   * at every 50 ms, so a process may for that long hold more. What earlier trials left behind in the process counts.
   */
  readonly memoryLimitMb?: number;
  /** Module whose default export is a `CreateRuntime`, and what it is called with. */
  readonly runtime?: { readonly url: string | URL; readonly options: JsonObject };
  /** Added to the environment of each child. */
  readonly environment?: SlotEnvironment;
}

/**
 * Evaluates the objective of a module in child processes, which may crash, block or be killed without harm to the search.
 *
 * `open` loads the module in a first worker. An evaluation that is aborted has a second to end by itself, then its process
 * group gets SIGKILL.
 *
 * @param module URL or path of a module, JavaScript or TypeScript, that exports an objective or a study definition by default
 * @throws InvalidOptionError
 */
export function processBackend(module: string | URL, options: ProcessOptions = {}): EvaluatorBackend {
  const { workers, memoryLimitMb, runtime, environment } = options;
  checkMemoryLimit(memoryLimitMb);
  const url = toModuleUrl(module);
  return pooledBackend({
    name: "processes",
    isolation: "process",
    workers: workerCount(workers),
    prepare() {
      const tsx = findTsx(url);
      return {
        startWorker: processStarter(environment, memoryLimitMb),
        setup: {
          moduleUrl: url.href,
          ...(tsx !== undefined && { tsx }),
          ...(runtime && { runtime: { url: toModuleUrl(runtime.url).href, options: runtime.options } }),
        },
      };
    },
  });
}
