import { availableParallelism } from "node:os";
import { InvalidOptionError } from "@shac/core";
import { type ProcessOptions, type RecycleOptions, recycleBound } from "@shac/threading";

/** Workers are replaced when they have grown, since ONNX Runtime does not give back all memory. */
export interface OnnxOptions extends Pick<ProcessOptions, "workers" | "memoryLimitMb">, RecycleOptions {
  /** How many sessions a worker keeps from one evaluation to the next, at least 0. Default 8. */
  readonly maxSessions?: number;
  /** How large the models of those sessions may be in all, in MiB of their files, at least 0. Default 1024. */
  readonly maxModelMb?: number;
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
  const { workers = -1, maxSessions = 8, maxModelMb = 1024 } = options;
  if (!Number.isSafeInteger(maxSessions) || maxSessions < 0) {
    throw new InvalidOptionError(`maxSessions is ${String(maxSessions)}; give an integer of at least 0.`);
  }
  if (!Number.isFinite(maxModelMb) || maxModelMb < 0) {
    throw new InvalidOptionError(`maxModelMb is ${String(maxModelMb)}; give a number of MiB of at least 0.`);
  }
  const cores = availableParallelism();
  const count = workers === -1 ? cores : workers;
  return {
    intraOpNumThreads: Math.max(1, Math.floor(cores / count)),
    maxSessions,
    maxModelBytes: maxModelMb * MIB,
    recycleAboveBytes: recycleBound(options, count),
  };
}
