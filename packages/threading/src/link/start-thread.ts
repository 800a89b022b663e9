import { fileURLToPath } from "node:url";
import { MessageChannel } from "node:worker_threads";
import type { ThreadModule } from "../entry/thread.js";
import type { StartWorker, WorkerExit } from "./worker-link.js";

const ENTRY = fileURLToPath(new URL("../entry/thread.js", import.meta.url));

/** The pool has a time limit of its own. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * Starts worker threads with the `threads` library, which never settles a call whose thread dies: that is heard of the
 * thread itself.
 * @param memoryLimitMb limit of a thread's JavaScript heap, in MiB
 * @param keepsAlive whether the program goes on for as long as the threads do, and hears of output past their own streams
 */
export async function threadStarter({
  memoryLimitMb,
  keepsAlive = true,
}: {
  readonly memoryLimitMb?: number | undefined;
  readonly keepsAlive?: boolean;
}): Promise<StartWorker> {
  const { spawn, Transfer, Worker } = await import("threads");
  return (_workerId, events) => {
    const worker = new Worker(ENTRY, {
      suppressResolveScript: true,
      // Reading them keeps the program alive.
      stdout: keepsAlive,
      stderr: keepsAlive,
      ...(memoryLimitMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb } }),
    });
    const { port1, port2 } = new MessageChannel();
    let failure: WorkerExit | undefined;
    worker.on("error", (error: Error & { code?: string }) => {
      const how = `thread failed: ${error.message}`;
      failure = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? { how, outOfMemory: error.message } : { how };
    });
    worker.on("exit", (code) => {
      // spawn() lets go of its timer only when it hears this.
      worker.emit("message", { type: "init", exposed: { type: "module", methods: [] } });
      port1.close();
      events.onExit(failure ?? { how: `thread exited with code ${code}` });
    });
    for (const name of keepsAlive ? (["stdout", "stderr"] as const) : []) {
      worker[name].setEncoding("utf8").on("data", (text: string) => events.onOutput(name, text));
    }
    spawn<Partial<ThreadModule>>(worker, { timeout: NEVER_MS }).then(({ serve }) => {
      serve?.(Transfer(port2)).subscribe((message) => events.onMessage(message));
      // Listening makes it count again, so not before.
      if (!keepsAlive) worker.unref();
    });
    const terminate = () => void worker.terminate();
    return {
      get isAlive() {
        return worker.threadId !== -1;
      },
      send: (message) => port1.postMessage(message),
      end: terminate,
      kill: terminate,
    };
  };
}
