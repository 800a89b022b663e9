import { availableParallelism } from "node:os";
import { InvalidOptionError } from "@shac/core";
import type { RecycleOptions } from "@shac/threading";

/** The builds of TensorFlow.js that a session can run on, fastest first. */
export const TF_BACKENDS = ["tfjs-node-gpu", "tfjs-node", "wasm", "cpu"] as const;

/** One of the builds of TensorFlow.js. */
export type TfBackendName = (typeof TF_BACKENDS)[number];

/** Options of `tfManagedBackend`. */
export interface TfManagedOptions extends RecycleOptions {
  /**
   * How many GPUs to use: the first so many, or those whose indices are listed, counted as nvidia-smi does. 0 is none. Default: all that are
   * found, if `tfjs-node-gpu` is installed. When GPUs are used, `maxCpuEvaluators` is ignored.
   */
  readonly maxGpuEvaluators?: number | readonly number[];
  /** Evaluations at once when no GPU is used, from 1; -1 is as many as there are cores. Default 1. */
  readonly maxCpuEvaluators?: number;
  /** Evaluations that share one GPU and its memory, from 1. Default 1. */
  readonly evaluatorsPerGpu?: number;
  /** `auto`, the default, takes the first of `tfjs-node-gpu`, `tfjs-node`, `wasm` and `cpu` that is installed and loads. */
  readonly backend?: TfBackendName | "auto";
  /** `none` evaluates in this process, one at a time and without a GPU of its own, for debugging. Default `process`. */
  readonly isolation?: "process" | "none";
  /** Resident size, in MiB, above which a worker process is killed and its trial fails with reason `memory-limit`. Default none. */
  readonly memoryLimitMb?: number;
  /** Evaluations after which a worker process is replaced, from 1. Default 100. */
  readonly recycleAfter?: number;
}

/** @throws InvalidOptionError */
export function checkOptions(options: TfManagedOptions): void {
  const { maxGpuEvaluators: gpus, maxCpuEvaluators: cpus, backend = "auto", isolation = "process" } = options;
  if (Array.isArray(gpus)) checkIndices(gpus);
  else checkInteger("maxGpuEvaluators", gpus as number | undefined, 0, ", or a list of indices");
  if (cpus !== -1) checkInteger("maxCpuEvaluators", cpus, 1, ", or -1 for as many as there are cores");
  checkInteger("evaluatorsPerGpu", options.evaluatorsPerGpu, 1);
  checkInteger("recycleAfter", options.recycleAfter, 1);
  checkSize("recycleAboveMb", options.recycleAboveMb);
  checkSize("memoryLimitMb", options.memoryLimitMb);
  checkChoice("backend", backend, ["auto", ...TF_BACKENDS]);
  checkChoice("isolation", isolation, ["process", "none"]);
  const wantsGpu = Array.isArray(gpus) ? gpus.length > 0 : gpus !== undefined && gpus !== 0;
  if (wantsGpu && backend !== "auto" && backend !== "tfjs-node-gpu") {
    throw new InvalidOptionError(
      `maxGpuEvaluators is ${JSON.stringify(gpus)}, and backend is "${backend}", which uses no GPU; give backend: "tfjs-node-gpu", or maxGpuEvaluators: 0.`,
    );
  }
  if (isolation === "none" && options.memoryLimitMb !== undefined) {
    throw new InvalidOptionError(
      `memoryLimitMb is ${options.memoryLimitMb}, and isolation is "none", which has no process to limit; give one of them.`,
    );
  }
  if (wantsGpu && isolation === "none") {
    throw new InvalidOptionError(
      `maxGpuEvaluators is ${JSON.stringify(gpus)}, and isolation is "none", which cannot choose a GPU; give one of them.`,
    );
  }
}

/** How many evaluations `maxCpuEvaluators` stands for. */
export function cpuEvaluators(maxCpuEvaluators = 1): number {
  return maxCpuEvaluators === -1 ? availableParallelism() : maxCpuEvaluators;
}

function checkIndices(indices: readonly number[]): void {
  const isList = indices.every((index) => Number.isSafeInteger(index) && index >= 0);
  if (isList && new Set(indices).size === indices.length) return;
  throw new InvalidOptionError(
    `maxGpuEvaluators is ${JSON.stringify(indices)}; give a number of GPUs, or a list of different indices from 0.`,
  );
}

function checkInteger(name: string, value: number | undefined, least: number, orElse = ""): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new InvalidOptionError(`${name} is ${String(value)}; give an integer of at least ${least}${orElse}.`);
}

function checkSize(name: string, megabytes: number | undefined): void {
  if (megabytes === undefined || (Number.isFinite(megabytes) && megabytes > 0)) return;
  throw new InvalidOptionError(`${name} is ${String(megabytes)}; give a number of MiB above 0.`);
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new InvalidOptionError(`${name} is ${JSON.stringify(value)}; give one of ${choices.join(", ")}.`);
}
