import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { MESSAGES_FD, WATCHDOG_FD } from "./child-descriptors.js";
import { readLines, readMessages, writeMessage } from "./message-stream.js";
import type { StartWorker, WorkerEvents, WorkerLink } from "./worker-link.js";
import type { MessageFromWorker } from "./worker-messages.js";

/** Environment of each child, by slot: CUDA_VISIBLE_DEVICES, TF_NUM_INTRAOP_THREADS ... */
export type SlotEnvironment = (workerId: number) => Record<string, string>;

const ENTRY = fileURLToPath(new URL("../entry/process.js", import.meta.url));

/** Milliseconds for which the pipes of a dead process may be held open by programs that it left behind. */
const PIPES_MS = 300;

/** Characters of standard error that are searched for V8's last words. */
const TAIL = 16 * 1024;

/**
 * Starts child processes. Each leads a process group of its own, so that Ctrl-C does not reach it and its own children die with it.
 * @param memoryLimitMb above this resident size, in MiB, a child is killed
 */
export function processStarter(environment?: SlotEnvironment, memoryLimitMb?: number): StartWorker {
  return (workerId, events) => {
    // V8's own limit may be lower than the one that was asked for.
    const heap = memoryLimitMb === undefined ? [] : [`--max-old-space-size=${memoryLimitMb}`];
    const child = spawn(process.execPath, [...inheritedFlags(), ...heap, ENTRY, String(memoryLimitMb ?? 0)], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      env: { ...process.env, ...environment?.(workerId) },
    });
    if (child.pid === undefined) return unstarted(child, events);
    const messages = child.stdio[MESSAGES_FD] as Duplex;
    // Writing to a child that is gone is no fault: its exit tells.
    messages.on("error", () => {});
    // Output that was written before a message is read in the same turn of the event loop, but perhaps after it.
    readMessages(messages, (message) => setImmediate(() => events.onMessage(message as MessageFromWorker)));
    // Without it the child is of no use, whoever closed it.
    messages.on("close", () => killGroup(child));
    watch(child, events, memoryLimitMb);
    return {
      get isAlive() {
        return child.exitCode === null && child.signalCode === null;
      },
      send: (message) => writeMessage(messages, message),
      end: () => messages.end(),
      kill: () => killGroup(child),
    };
  };
}

function watch(child: ChildProcess, events: WorkerEvents, memoryLimitMb: number | undefined): void {
  let heldBytes: number | undefined;
  let lastWords = "";
  const watchdog = child.stdio[WATCHDOG_FD] as Duplex;
  watchdog.on("error", () => {});
  readLines(watchdog, (bytes) => {
    heldBytes = Number(bytes);
  });
  for (const name of ["stdout", "stderr"] as const) {
    const stream = child[name] as Readable;
    stream.setEncoding("utf8").on("data", (text: string) => {
      if (name === "stderr") lastWords = (lastWords + text).slice(-TAIL);
      events.onOutput(name, text);
    });
  }
  const exit = (how: string) => {
    const outOfMemory =
      describeMemory(heldBytes, memoryLimitMb) ?? lastWords.match(/FATAL ERROR: .*out of memory/)?.[0];
    setImmediate(() => events.onExit({ how, ...(outOfMemory !== undefined && { outOfMemory }) }));
  };
  // Such as a kill that was not permitted; the process then lives on.
  child.on("error", () => {});
  child.on("exit", () => {
    killGroup(child);
    const pipes = setTimeout(() => {
      for (const stream of child.stdio) stream?.destroy();
    }, PIPES_MS);
    child.on("close", () => clearTimeout(pipes));
  });
  child.on("close", (code, signal) => {
    exit(`process ${child.pid} ${signal === null ? `exited with code ${code}` : `was killed by ${signal}`}`);
  });
}

function unstarted(child: ChildProcess, events: WorkerEvents): WorkerLink {
  child.on("error", ({ message }) => events.onExit({ how: `process could not be started: ${message}` }));
  const nothing = (): void => {};
  return { isAlive: false, send: nothing, end: nothing, kill: nothing };
}

function describeMemory(heldBytes: number | undefined, limitMb: number | undefined): string | undefined {
  if (heldBytes === undefined) return undefined;
  return `its process held ${Math.ceil(heldBytes / 2 ** 20)} MiB, and its limit is ${limitMb} MiB`;
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}

/** The flags of this process, without those that must not be used twice or say what to run. */
function inheritedFlags(): readonly string[] {
  const flags: string[] = [];
  for (let i = 0; i < process.execArgv.length; i++) {
    const flag = process.execArgv[i] as string;
    if (/^(-e|-p|-pe|--eval|--print)$/.test(flag)) i++;
    else if (!/^--(eval|print|inspect|watch|test|cpu-prof|heap-prof|input-type)/.test(flag)) flags.push(flag);
  }
  return flags;
}
