import type { TfManagedOptions } from "@shac/tf-managed";
import { InvalidArgumentError } from "commander";
import type { RunFlags } from "./options.js";
import { UsageError } from "./usage-error.js";

export const TF_BACKEND_NAMES = ["auto", "tfjs-node-gpu", "tfjs-node", "wasm", "cpu"] as const;

/** Options of `shac run` for managed TensorFlow.js sessions. */
export interface TfFlags {
  readonly maxGpuEvaluators?: number | readonly number[];
  readonly maxCpuEvaluators?: number;
  readonly tfBackend?: (typeof TF_BACKEND_NAMES)[number];
}

/** Reads a number of GPUs, or their indices as a list: `2`, `0,2`, `3,` for the one of index 3. */
export function parseGpus(text: string): number | readonly number[] {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^\d+(,\d+)*,?$/.test(text)) return text.split(",").filter(Boolean).map(Number);
  throw new InvalidArgumentError("Give a number of GPUs, or indices: 2, or 0,2 or 3, for the one of index 3.");
}

/** Reads a number of evaluators from 1, or -1. */
export function parseCpus(text: string): number {
  if (/^(-1|[1-9]\d{0,8})$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give an integer of at least 1, or -1 for as many as there are cores.");
}

/** @throws UsageError for flags that would have no effect */
export function checkTfFlags({ backend, workers, maxGpuEvaluators, maxCpuEvaluators, tfBackend }: RunFlags): void {
  if (backend === "tf-managed") {
    if (workers === undefined) return;
    throw new UsageError(
      "--workers does not reach the backend tf-managed; give --max-cpu-evaluators or --max-gpu-evaluators.",
    );
  }
  const given = {
    "--max-gpu-evaluators": maxGpuEvaluators,
    "--max-cpu-evaluators": maxCpuEvaluators,
    "--tf-backend": tfBackend,
  };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (names.length > 0) throw new UsageError(`${names.join(", ")} needs --backend tf-managed.`);
}

export function tfOptions({ maxGpuEvaluators, maxCpuEvaluators, tfBackend }: RunFlags): TfManagedOptions {
  return {
    ...(maxGpuEvaluators !== undefined && { maxGpuEvaluators }),
    ...(maxCpuEvaluators !== undefined && { maxCpuEvaluators }),
    ...(tfBackend !== undefined && { backend: tfBackend }),
  };
}
