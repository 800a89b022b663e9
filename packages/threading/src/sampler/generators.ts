import { BackendClosedError, type JsonObject } from "@shac/core";
import type { GeneratorTask } from "../entry/generator.js";
import { threadStarter } from "../link/start-thread.js";
import { unlessAborted, WorkerPool } from "../pool/worker-pool.js";

const MODULE = new URL("../entry/generator.js", import.meta.url);

/** The longest interval that there is. */
const LONG_MS = 2 ** 31 - 1;

/** Threads that propose. They are started when they are needed, and do not keep the program from ending. */
export class Generators {
  #pool: Promise<WorkerPool> | undefined;
  readonly #running = new Set<Promise<unknown>>();
  #tasks = 0;

  /**
   * @param atOnce how many tasks may run at the same time; this one waits until it is one of them
   * @throws BackendError when its thread is lost or `close` is called; EvaluationError with what was thrown as its cause; the
   * signal's reason
   */
  async run(task: GeneratorTask, atOnce: number, signal: AbortSignal): Promise<JsonObject> {
    // Threads that are waited for do.
    const alive = setInterval(() => {}, LONG_MS);
    try {
      while (this.#running.size >= atOnce) await unlessAborted(settled(this.#running), signal);
      const running = this.#run(task, atOnce, signal);
      this.#running.add(running);
      return await running.finally(() => this.#running.delete(running));
    } finally {
      clearInterval(alive);
    }
  }

  async #run(task: GeneratorTask, atOnce: number, signal: AbortSignal): Promise<JsonObject> {
    this.#pool ??= startPool();
    const pool = await this.#pool;
    pool.grow(atOnce);
    signal.throwIfAborted();
    const params = task as unknown as JsonObject;
    const request = { studyId: "generators", trial: this.#tasks++, attempt: 1, params, seed: 0, pruning: [] };
    const { attributes } = await pool.evaluate(request, {
      signal,
      onStart() {},
      onReport() {},
      onLog() {},
      onAttributes() {},
    });
    return attributes as JsonObject;
  }

  /** Ends every thread, and whatever runs there; `run` starts others. */
  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await (await pool)?.close(new BackendClosedError("generators"));
  }
}

async function startPool(): Promise<WorkerPool> {
  return new WorkerPool(0, await threadStarter({ keepsAlive: false }), { moduleUrl: MODULE.href });
}

/** Resolves when one of them has ended, however it did. */
async function settled(tasks: ReadonlySet<Promise<unknown>>): Promise<void> {
  await Promise.race([...tasks].map((task) => task.catch(() => {})));
}
