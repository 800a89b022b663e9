import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InvalidOptionError } from "@shac/core";

/** Options of both backends. */
export interface PoolOptions {
  /**
   * How many evaluations run at once, from 1. -1 or none: as many as there are cores. A worker is started when it is
   * first needed, so never more than a batch has points.
   */
  readonly workers?: number;
  /** In MiB, above 0. Default none. */
  readonly memoryLimitMb?: number;
}

let hasWarned = false;

/**
 * How many workers `workers` stands for. Warns, once in a process, of more than there are cores.
 * @param option what they are called
 * @throws InvalidOptionError
 */
export function workerCount(workers = -1, option = "workers"): number {
  const cores = availableParallelism();
  if (workers === -1) return cores;
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw new InvalidOptionError(
      `${option} is ${String(workers)}; give an integer of at least 1, or -1 for as many as there are cores.`,
    );
  }
  if (workers > cores && !hasWarned) {
    hasWarned = true;
    process.emitWarning(`${workers} ${option} share ${cores} cores; those that compute will slow each other down.`, {
      type: "ShacWarning",
      code: "SHAC_WORKERS",
    });
  }
  return workers;
}

/** @throws InvalidOptionError */
export function checkMemoryLimit(memoryLimitMb: number | undefined): void {
  if (memoryLimitMb === undefined || (Number.isFinite(memoryLimitMb) && memoryLimitMb > 0)) return;
  throw new InvalidOptionError(`memoryLimitMb is ${String(memoryLimitMb)}; give a number of MiB above 0.`);
}

/** For a runtime that has its worker replaced when it has grown. */
export interface RecycleOptions extends Pick<PoolOptions, "memoryLimitMb"> {
  /**
   * Resident size, in MiB, above which a worker process is replaced when its evaluation has ended. Default: three quarters of
   * `memoryLimitMb`; without one, half of the memory of the machine or its container, divided by the evaluations at once.
   */
  readonly recycleAboveMb?: number;
}

/**
 * The resident size in bytes that `options` stand for, with so many workers.
 * @throws InvalidOptionError
 */
export function recycleBound({ recycleAboveMb, memoryLimitMb }: RecycleOptions, workers: number): number {
  if (recycleAboveMb !== undefined && !(Number.isFinite(recycleAboveMb) && recycleAboveMb > 0)) {
    throw new InvalidOptionError(`recycleAboveMb is ${String(recycleAboveMb)}; give a number of MiB above 0.`);
  }
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const limitMb = recycleAboveMb ?? (memoryLimitMb === undefined ? undefined : memoryLimitMb * 0.75);
  return limitMb === undefined ? memory / 2 / workers : limitMb * 2 ** 20;
}

/** @param module a URL, or the path of a file */
export function toModuleUrl(module: string | URL): URL {
  if (module instanceof URL) return module;
  return module.startsWith("file:") ? new URL(module) : pathToFileURL(resolve(module));
}
