/** What a command prints. */
export interface OutputFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Options that every command takes. */
export interface CommonFlags extends OutputFlags {
  readonly dir: string;
}

export const SAMPLER_NAMES = ["shac", "shac-gp", "random"] as const;

export const TF_BACKEND_NAMES = ["auto", "tfjs-node-gpu", "tfjs-node", "wasm", "cpu"] as const;

/** What the command line may say of a study; it comes before what a file says. */
export interface DefinitionFlags extends CommonFlags {
  readonly name?: string;
  readonly budget?: number;
  readonly batches?: number;
  readonly seed?: number;
  readonly async?: true;
  readonly direction?: "minimize" | "maximize";
  readonly sampler?: (typeof SAMPLER_NAMES)[number];
  readonly skipCvChecks?: true;
  readonly earlyStop?: true;
  readonly relaxChecks?: number | true;
  readonly maxClassifiers?: number;
}

/** Which queue workers and studies share. */
export interface QueueFlags {
  /** URL of Redis. */
  readonly redis?: string;
  readonly queue?: string;
}

/** Options of `shac run` and `shac worker` for managed TensorFlow.js sessions. */
interface TfFlags {
  readonly maxGpuEvaluators?: number | readonly number[];
  readonly maxCpuEvaluators?: number;
  readonly tfBackend?: (typeof TF_BACKEND_NAMES)[number];
}

/** Options of `shac run`; times in milliseconds. */
export interface RunFlags extends DefinitionFlags, QueueFlags, TfFlags {
  /** What to run for each evaluation, in place of an objective. */
  readonly command?: string;
  /** A file with the JSON of a search space. */
  readonly space?: string;
  readonly unlock?: true;
  /** `inline`, `threads`, `processes`, `onnx`, `tf-managed`, or a package or file. */
  readonly backend?: string;
  readonly workers?: number;
  /** In MiB. */
  readonly memoryLimit?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly lostAfter?: number;
  readonly maxTime?: number;
  readonly target?: number;
  /** A port; true: the usual one. */
  readonly dashboard?: number | true;
}
