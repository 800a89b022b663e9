import type { EvaluatorBackend } from "@shac/core";
import { findTsx } from "./find-tsx.js";
import { threadStarter } from "./link/start-thread.js";
import { checkMemoryLimit, type PoolOptions, toModuleUrl, workerCount } from "./options.js";
import { pooledBackend } from "./pool/pooled-backend.js";

export interface ThreadOptions extends PoolOptions {
  /**
   * Size of a thread's JavaScript heap, in MiB, above which it is ended and its trial fails with reason `memory-limit`. It
   * does not cover typed arrays and native memory, which belong to the whole process; use processes where the limit must hold.
   */
  readonly memoryLimitMb?: number;
}

/**
 * Evaluates the objective of a module in worker threads: quicker to start than processes, and less apart. A thread that blocks is
 * terminated, but native code that crashes or exhausts the memory ends the whole process.
 *
 * `open` loads the module in a first worker. An evaluation that is aborted has a second to end by itself, then its thread is terminated.
 *
 * @param module URL or path of a module, JavaScript or TypeScript, that exports an objective or a study definition by default
 * @throws InvalidOptionError
 */
export function threadBackend(module: string | URL, options: ThreadOptions = {}): EvaluatorBackend {
  const { workers, memoryLimitMb } = options;
  checkMemoryLimit(memoryLimitMb);
  const url = toModuleUrl(module);
  return pooledBackend({
    name: "threads",
    isolation: "thread",
    workers: workerCount(workers),
    async prepare() {
      const tsx = findTsx(url);
      return {
        startWorker: await threadStarter({ memoryLimitMb }),
        setup: { moduleUrl: url.href, ...(tsx !== undefined && { tsx }) },
      };
    },
  });
}
