import type { TfManagedOptions } from "@shac/tf-managed";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type RunFlags, TF_BACKEND_NAMES } from "../command-line/flags.js";
import { UsageError } from "../usage-error.js";

export function tfFlagOptions(command: Command): Command {
  return command
    .option(
      "--max-gpu-evaluators <n>",
      "tf-managed: GPUs to use, by number or by index: 2, or 0,2 (default: all that are found)",
      parseGpus,
    )
    .option(
      "--max-cpu-evaluators <n>",
      "tf-managed: evaluations at once without GPUs; -1: one for each core (default: --workers, or 1)",
      parseCpus,
    )
    .addOption(new Option("--tf-backend <name>", "tf-managed: build of TensorFlow.js").choices(TF_BACKEND_NAMES));
}

/** Reads a number of GPUs, or their indices as a list: `2`, `0,2`, `3,` for the one of index 3. */
function parseGpus(text: string): number | readonly number[] {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^\d+(,\d+)*,?$/.test(text)) return text.split(",").filter(Boolean).map(Number);
  throw new InvalidArgumentError("Give a number of GPUs, or indices: 2, or 0,2 or 3, for the one of index 3.");
}

/** Reads a number of evaluators from 1, or -1. */
function parseCpus(text: string): number {
  if (/^(-1|[1-9]\d{0,8})$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give an integer of at least 1, or -1 for as many as there are cores.");
}

/** @throws UsageError for flags that would have no effect */
export function checkTfFlags({ backend, workers, maxGpuEvaluators, maxCpuEvaluators, tfBackend }: RunFlags): void {
  if (backend === "tf-managed") {
    if (workers === undefined || maxCpuEvaluators === undefined) return;
    throw new UsageError("--workers and --max-cpu-evaluators say the same of tf-managed; give one of them.");
  }
  const given = {
    "--max-gpu-evaluators": maxGpuEvaluators,
    "--max-cpu-evaluators": maxCpuEvaluators,
    "--tf-backend": tfBackend,
  };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (names.length > 0) throw new UsageError(`${names.join(", ")} needs --backend tf-managed.`);
}

export function tfOptions(flags: RunFlags): TfManagedOptions {
  const { maxGpuEvaluators, maxCpuEvaluators = flags.workers, tfBackend } = flags;
  return {
    ...(maxGpuEvaluators !== undefined && { maxGpuEvaluators }),
    ...(maxCpuEvaluators !== undefined && { maxCpuEvaluators }),
    ...(tfBackend !== undefined && { backend: tfBackend }),
  };
}
