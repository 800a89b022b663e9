import { setTimeout as delay } from "node:timers/promises";
import { BackendError, type EvaluationChannel, type EvaluationRequest, type EvaluationResult } from "@shac/core";
import { PoolWorker } from "./pool-worker.js";
import type { StartWorker } from "./runtime/worker-link.js";
import type { WorkerSetup } from "./worker-messages.js";

/** Milliseconds before a worker is replaced that was lost before it had ended any evaluation; doubled by each that follows. */
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 5000;

interface Slot {
  readonly workerId: number;
  worker?: PoolWorker;
  /** Workers in a row that were lost before they had ended any evaluation. */
  losses: number;
  /** The evaluation that has the slot; resolves when it settles. */
  holder?: { readonly stop: AbortController; readonly settled: Promise<unknown> };
}

/** Slots with a worker each, which is started when it is first needed and replaced when it is lost. */
export class WorkerPool {
  readonly #startWorker: StartWorker;
  readonly #setup: Omit<WorkerSetup, "workerId">;
  readonly #slots: readonly Slot[];

  constructor(size: number, startWorker: StartWorker, setup: Omit<WorkerSetup, "workerId">) {
    this.#startWorker = startWorker;
    this.#setup = setup;
    this.#slots = Array.from({ length: size }, (_, workerId) => ({ workerId, losses: 0 }));
  }

  /** Starts the first worker. @throws BackendError when it cannot load the module */
  async open(): Promise<void> {
    await this.#start(this.#slots[0] as Slot).ready.catch(({ message, cause }: BackendError) => {
      throw new BackendError(message, { cause });
    });
  }

  /** @throws what PoolWorker.evaluate throws; BackendError when no slot is free */
  evaluate(request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> {
    const slot =
      this.#slots.find(({ holder, worker }) => holder === undefined && worker?.isIdle) ??
      this.#slots.find(({ holder }) => holder === undefined);
    if (slot === undefined) throw new BackendError(`All ${this.#slots.length} workers are busy.`);
    const stop = new AbortController();
    const evaluation = this.#evaluateIn(slot, request, channel, stop);
    const free = () => {
      delete slot.holder;
    };
    slot.holder = { stop, settled: evaluation.then(free, free) };
    return evaluation;
  }

  /** Stops every evaluation, which then rejects with `reason`, and ends every worker. Takes 4 s at most. */
  async close(reason: BackendError): Promise<void> {
    const ends = this.#slots.map(async (slot) => {
      slot.holder?.stop.abort(reason);
      await slot.holder?.settled;
      await slot.worker?.end();
    });
    await Promise.all(ends);
  }

  async #evaluateIn(
    slot: Slot,
    request: EvaluationRequest,
    channel: EvaluationChannel,
    stop: AbortController,
  ): Promise<EvaluationResult> {
    const { signal } = channel;
    const abort = () => stop.abort(signal.reason);
    signal.addEventListener("abort", abort);
    try {
      const worker = slot.worker?.isIdle ? slot.worker : await this.#readyWorker(slot, stop.signal);
      return await worker.evaluate(request, {
        signal: stop.signal,
        onStart: (where) => channel.onStart(where),
        onReport: (report) => channel.onReport(report),
        onLog: (line) => channel.onLog(line),
      });
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  async #readyWorker(slot: Slot, signal: AbortSignal): Promise<PoolWorker> {
    if (slot.worker !== undefined && !slot.worker.isUsable) {
      await unlessAborted(slot.worker.end(), signal);
      slot.losses = slot.worker.wasUseful ? 0 : slot.losses + 1;
      delete slot.worker;
    }
    if (slot.worker === undefined) {
      const delayMs = slot.losses === 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (slot.losses - 1), MAX_DELAY_MS);
      await delay(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    const worker = slot.worker ?? this.#start(slot);
    await unlessAborted(worker.ready, signal);
    return worker;
  }

  #start(slot: Slot): PoolWorker {
    slot.worker = new PoolWorker(this.#startWorker, { ...this.#setup, workerId: slot.workerId });
    return slot.worker;
  }
}

/** `promise`, or a rejection with the signal's reason when that comes first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
