import { availableParallelism, totalmem } from "node:os";
import { InvalidOptionError } from "@shac/core";
import type { ProcessOptions } from "@shac/threading";

export interface OnnxOptions extends Pick<ProcessOptions, "workers" | "memoryLimitMb"> {
  /** How many sessions a worker keeps from one evaluation to the next, at least 0. Default 8. */
  readonly maxSessions?: number;
  /** How large the models of those sessions may be in all, in MiB of their files, at least 0. Default 1024. */
  readonly maxModelMb?: number;
  /**
   * Resident size, in MiB, above which a worker process is replaced once its evaluation has ended, since ONNX Runtime does not give
   * back all memory. Default: three quarters of `memoryLimitMb`, else half of the machine's memory divided by the workers.
   */
  readonly recycleAboveMb?: number;
}

/** What the runtime in each worker is told. */
export interface RuntimeOptions {
  /** Threads that one run of a session uses where the objective does not say. */
  readonly intraOpNumThreads: number;
  readonly maxSessions: number;
  readonly maxModelBytes: number;
  readonly recycleAboveBytes: number;
}

const MIB = 2 ** 20;

/** @throws InvalidOptionError */
export function runtimeOptions(options: OnnxOptions): RuntimeOptions {
  const { workers = -1, memoryLimitMb, maxSessions = 8, maxModelMb = 1024, recycleAboveMb } = options;
  if (!Number.isSafeInteger(maxSessions) || maxSessions < 0) {
    throw new InvalidOptionError(`maxSessions is ${String(maxSessions)}; give an integer of at least 0.`);
  }
  if (!Number.isFinite(maxModelMb) || maxModelMb < 0) {
    throw new InvalidOptionError(`maxModelMb is ${String(maxModelMb)}; give a number of MiB of at least 0.`);
  }
  if (recycleAboveMb !== undefined && !(Number.isFinite(recycleAboveMb) && recycleAboveMb > 0)) {
    throw new InvalidOptionError(`recycleAboveMb is ${String(recycleAboveMb)}; give a number of MiB above 0.`);
  }
  const cores = availableParallelism();
  const count = workers === -1 ? cores : workers;
  const ownBound = memoryLimitMb === undefined ? machineMemory() / MIB / 2 / count : memoryLimitMb * 0.75;
  return {
    intraOpNumThreads: Math.max(1, Math.floor(cores / count)),
    maxSessions,
    maxModelBytes: maxModelMb * MIB,
    recycleAboveBytes: (recycleAboveMb ?? ownBound) * MIB,
  };
}

/** In bytes, of the container where there is one. */
function machineMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}
