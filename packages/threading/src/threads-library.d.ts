// The parts of the library that are used here: its own declarations cannot be found through its "exports".
declare module "threads" {
  import type { Worker as NodeWorker, TransferListItem, WorkerOptions } from "node:worker_threads";

  export const Worker: new (path: string, options?: WorkerOptions & { suppressResolveScript?: boolean }) => NodeWorker;

  /** `M`: the module that the worker exposes, as it is called from here. Rejects when there is none after `timeout` ms. */
  export function spawn<M extends object>(worker: NodeWorker, options: { timeout: number }): Promise<M>;
  export const Thread: { terminate(thread: object): Promise<void> };
  /** Stands for an argument that is handed over instead of copied. */
  export function Transfer<T extends TransferListItem>(argument: T): T;
}

declare module "threads/observable" {
  export interface Observable<T> {
    subscribe(onNext: (value: T) => void): { unsubscribe(): void };
  }
  export class Subject<T> implements Observable<T> {
    next(value: T): void;
    subscribe(onNext: (value: T) => void): { unsubscribe(): void };
  }
}

declare module "threads/worker" {
  export function expose(exposed: object): void;
}
