import { setTimeout as delay } from "node:timers/promises";
import { BackendError, type EvaluationChannel, type EvaluationRequest, type EvaluationResult } from "@shac/core";
import type { StartWorker } from "../link/worker-link.js";
import type { WorkerSetup } from "../link/worker-messages.js";
import { PoolWorker } from "./pool-worker.js";

/** Milliseconds before a worker is replaced that was lost before it had ended any evaluation; doubled by each that follows. */
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5000;

interface Slot {
  readonly workerId: number;
  worker?: PoolWorker;
  /** Workers in a row that were lost before they had ended any evaluation. */
  losses: number;
  /** Resolves when the evaluation that has the slot settles. */
  settled?: Promise<void>;
  /** That evaluation still waits for a worker. */
  waiting?: AbortController;
}

/** Slots with a worker each, which is started when it is first needed and replaced when it is lost. */
export class WorkerPool {
  readonly #startWorker: StartWorker;
  readonly #setup: Omit<WorkerSetup, "workerId">;
  readonly #slots: Slot[] = [];

  constructor(size: number, startWorker: StartWorker, setup: Omit<WorkerSetup, "workerId">) {
    this.#startWorker = startWorker;
    this.#setup = setup;
    this.grow(size);
  }

  /** Adds slots until there are `size`. */
  grow(size: number): void {
    while (this.#slots.length < size) this.#slots.push({ workerId: this.#slots.length, losses: 0 });
  }

  /**
   * Starts the first worker. Resolves to what its runtime tells the user.
   * @throws BackendError when it cannot load the module
   */
  open(): Promise<string | undefined> {
    return this.#start(this.#slots[0] as Slot).ready.catch(({ message, cause }: BackendError) => {
      throw new BackendError(message, { cause });
    });
  }

  /** @throws what PoolWorker.evaluate throws; BackendError when no slot is free */
  evaluate(request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> {
    const slot =
      this.#slots.find(({ settled, worker }) => settled === undefined && worker?.isIdle) ??
      this.#slots.find(({ settled }) => settled === undefined);
    if (slot === undefined) throw new BackendError(`All ${this.#slots.length} workers are busy.`);
    const evaluation = slot.worker?.isIdle
      ? slot.worker.evaluate(request, channel)
      : this.#evaluateLater(slot, request, channel);
    const free = () => {
      delete slot.settled;
    };
    slot.settled = evaluation.then(free, free);
    return evaluation;
  }

  /** Stops every evaluation, which then rejects with `reason`, and ends every worker. Takes 4 s at most. */
  async close(reason: BackendError): Promise<void> {
    const ends = this.#slots.map(async (slot) => {
      slot.waiting?.abort(reason);
      slot.worker?.stop(reason);
      await slot.settled;
      await slot.worker?.end();
    });
    await Promise.all(ends);
  }

  /** Waits until the slot has a worker that has loaded the module. */
  async #evaluateLater(slot: Slot, request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> {
    const waiting = new AbortController();
    const abort = () => waiting.abort(channel.signal.reason);
    channel.signal.addEventListener("abort", abort);
    slot.waiting = waiting;
    try {
      await this.#bury(slot, waiting.signal);
      const worker = slot.worker ?? this.#start(slot);
      await unlessAborted(worker.ready, waiting.signal);
      waiting.signal.throwIfAborted();
      return worker.evaluate(request, channel);
    } finally {
      delete slot.waiting;
      channel.signal.removeEventListener("abort", abort);
    }
  }

  /** Waits until a worker that is of no more use is dead, and longer when one after the other was lost. */
  async #bury(slot: Slot, signal: AbortSignal): Promise<void> {
    if (slot.worker !== undefined && !slot.worker.isUsable) {
      await unlessAborted(slot.worker.end(), signal);
      slot.losses = slot.worker.wasUseful ? 0 : slot.losses + 1;
      delete slot.worker;
    }
    if (slot.worker === undefined && slot.losses > 0) {
      const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (slot.losses - 1), MAX_DELAY_MS);
      await delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  #start(slot: Slot): PoolWorker {
    slot.worker = new PoolWorker(this.#startWorker, { ...this.#setup, workerId: slot.workerId });
    return slot.worker;
  }
}

/** `promise`, or a rejection with the signal's reason when that comes first. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
