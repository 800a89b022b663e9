import type { EvaluatorBackend } from "@shac/core";
import { processBackend } from "@shac/threading";
import { requireOnnx } from "./load-onnx.js";
import { type OnnxOptions, runtimeOptions } from "./options.js";

const RUNTIME = new URL("./onnx-runtime.js", import.meta.url);

/**
 * Evaluates the objective of a module in child processes with ONNX Runtime, whose context is an `OnnxContext`. The native library is
 * never loaded into this process: to end a thread that is inside of it would end the program.
 *
 * @param module URL or path of a module, JavaScript or TypeScript, that exports an objective or a study definition by default
 * @throws InvalidOptionError; `open` rejects with MissingDependencyError where `onnxruntime-node` is not installed
 */
export function onnxBackend(module: string | URL, options: OnnxOptions = {}): EvaluatorBackend {
  const { workers, memoryLimitMb } = options;
  const processes = processBackend(module, {
    ...(workers !== undefined && { workers }),
    ...(memoryLimitMb !== undefined && { memoryLimitMb }),
    runtime: { url: RUNTIME, options: { ...runtimeOptions(options) } },
  });
  return {
    ...processes,
    name: "onnx",
    async open(study, capacity) {
      requireOnnx();
      await processes.open(study, capacity);
    },
  };
}
