import type { MessageFromWorker, MessageToWorker } from "./worker-messages.js";

/** How a worker came to its end. */
export interface WorkerExit {
  /** Completes "The worker ...": `process 4711 was killed by SIGKILL`. */
  readonly how: string;
  /** Present when it needed more memory than it may have: what was exceeded. */
  readonly outOfMemory?: string;
}

/** What the parent hears of a worker. */
export interface WorkerEvents {
  onMessage(message: MessageFromWorker): void;
  /** Text printed past the worker's own `process.stdout` and `process.stderr`, in pieces. */
  onOutput(stream: string, text: string): void;
  /** Exactly once, and the last of all calls. */
  onExit(exit: WorkerExit): void;
}

/** The parent's end of a worker, whatever it runs in. */
export interface WorkerLink {
  /** False from its death on, which `onExit` may tell a little later. */
  readonly isAlive: boolean;
  send(message: MessageToWorker): void;
  /** Lets an idle worker close its runtime and end; it may hang. */
  end(): void;
  /** Ends it whatever it does. */
  kill(): void;
}

/** Starts a worker; one that cannot be started exits. */
export type StartWorker = (workerId: number, events: WorkerEvents) => WorkerLink;
