import {
  BackendClosedError,
  type EvaluationChannel,
  type EvaluationRequest,
  type EvaluationResult,
  type EvaluatorBackend,
  ShacError,
} from "@shac/core";
import type { StartWorker } from "../link/worker-link.js";
import type { WorkerSetup } from "../link/worker-messages.js";
import { WorkerPool } from "./worker-pool.js";

/** Outcomes that are kept for a second question about the same attempt. */
const MAX_OUTCOMES = 100;

interface WorkerKind {
  readonly startWorker: StartWorker;
  readonly setup: Omit<WorkerSetup, "workerId" | "artifacts">;
}

interface PooledBackendOptions {
  readonly name: string;
  readonly isolation: "thread" | "process";
  readonly workers: number;
  /** Called by each open(). */
  prepare(): WorkerKind | Promise<WorkerKind>;
}

/** The contract over a pool of workers. */
export function pooledBackend({ name, isolation, workers, prepare }: PooledBackendOptions): EvaluatorBackend {
  let pool: WorkerPool | undefined;
  let closing: Promise<void> | undefined;
  /** Raised by every open() and close(), so that an open() knows whether it still counts. */
  let session = 0;
  const attempts = new Map<string, Promise<EvaluationResult>>();

  const close = async (): Promise<void> => {
    session++;
    if (pool !== undefined) {
      closing = pool.close(new BackendClosedError(name));
      pool = undefined;
      attempts.clear();
    }
    await closing;
  };

  /** @throws BackendClosedError, or the signal's reason */
  const begin = (request: EvaluationRequest, channel: EvaluationChannel): Promise<EvaluationResult> => {
    if (pool === undefined) throw new BackendClosedError(name);
    const key = `${request.studyId} ${request.trial} ${request.attempt}`;
    const known = attempts.get(key);
    if (known !== undefined) return known;
    channel.signal.throwIfAborted();
    const evaluation = pool.evaluate(request, channel);
    evaluation.catch((error: unknown) => {
      // An attempt without an outcome may be made again.
      if (!isOutcome(error)) attempts.delete(key);
    });
    attempts.set(key, evaluation);
    if (attempts.size > MAX_OUTCOMES) attempts.delete(attempts.keys().next().value as string);
    return evaluation;
  };

  return {
    apiVersion: 1,
    name,
    isolation,
    cancellation: "forced",
    async open(study, capacity) {
      await close();
      const opened = ++session;
      const { artifacts } = study;
      const { startWorker, setup } = await prepare();
      if (session !== opened) throw new BackendClosedError(name);
      pool = new WorkerPool(workers, startWorker, { ...setup, ...(artifacts && { artifacts: artifacts.root }) });
      let notice: string | undefined;
      try {
        notice = await pool.open();
      } catch (error) {
        if (session !== opened) throw new BackendClosedError(name);
        await close();
        throw error;
      }
      if (session !== opened) throw new BackendClosedError(name);
      if (notice !== undefined) study.notice?.(notice);
      capacity(workers);
    },
    evaluate: async (request, channel) => begin(request, channel),
    close,
  };
}

function isOutcome(error: unknown): boolean {
  return ShacError.isInstance(error) && error.code === "evaluation-failed";
}
