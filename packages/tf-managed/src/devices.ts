import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { BackendError } from "@shac/core";

/** Where a session computes. */
export interface TfDevice {
  readonly type: "gpu" | "cpu";
  /** Of a GPU as nvidia-smi counts; of a CPU the worker's id. */
  readonly index: number;
}

/** The GPUs that this process may use. */
export interface FoundGpus {
  readonly indices: readonly number[];
  /** What was looked at and found, for a message: `nvidia-smi lists 2 GPUs (0: NVIDIA H100, 1: NVIDIA H100)`. */
  readonly found: string;
}

const SMI_MS = 10_000;

/** Asks nvidia-smi; when CUDA_VISIBLE_DEVICES holds indices, only those count. Without nvidia-smi there are none. */
export async function findGpus(visible: string | undefined = process.env.CUDA_VISIBLE_DEVICES): Promise<FoundGpus> {
  let listed: { readonly index: number; readonly name: string }[];
  try {
    const query = ["--query-gpu=index,name", "--format=csv,noheader"];
    const { stdout } = await promisify(execFile)("nvidia-smi", query, { timeout: SMI_MS });
    listed = [...stdout.matchAll(/^(\d+), *(.+)$/gm)].map(([, index, name]) => ({
      index: Number(index),
      name: name as string,
    }));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = (error as Error).message.trim().split("\n").at(-1)?.replace(/\.$/, "");
    return { indices: [], found: isMissing ? "there is no nvidia-smi" : `nvidia-smi failed: ${why}` };
  }
  const names = listed.map(({ index, name }) => `${index}: ${name}`).join(", ");
  const all = listed.length === 0 ? "nvidia-smi lists no GPU" : `nvidia-smi lists ${names}`;
  if (visible === undefined) return { indices: listed.map(({ index }) => index), found: all };
  const allowed = visible.split(",").map((part) => Number(part.trim() === "" ? -1 : part));
  const indices = allowed.filter((index) => listed.some((gpu) => gpu.index === index));
  return { indices, found: `${all}, and CUDA_VISIBLE_DEVICES is "${visible}"` };
}

/**
 * The GPUs to use.
 * @param asked as in `TfManagedOptions.maxGpuEvaluators`
 * @throws BackendError when more or others are asked for than there are, saying what was found
 */
export function chooseGpus(asked: number | readonly number[], { indices, found }: FoundGpus): readonly number[] {
  if (typeof asked !== "number") {
    const absent = asked.filter((index) => !indices.includes(index));
    if (absent.length === 0) return asked;
    throw new BackendError(`maxGpuEvaluators lists GPU ${absent.join(" and ")}, but ${found}. Give others, or 0.`);
  }
  if (asked <= indices.length) return indices.slice(0, asked);
  const have = indices.length === 1 ? "1 GPU" : `${indices.length} GPUs`;
  const mend = indices.length === 0 ? "0 for the CPU" : `${indices.length} or less`;
  throw new BackendError(`maxGpuEvaluators is ${asked}, but ${have} can be used: ${found}. Give ${mend}.`);
}

/**
 * Environment of the worker in slot `workerId`: it sees its own GPU, or none when `gpus` is empty. What the user has set for threads
 * and logs stays.
 */
export function slotEnvironment(gpus: readonly number[], workerId: number): Record<string, string> {
  const gpu = gpus.length === 0 ? -1 : (gpus[workerId % gpus.length] as number);
  return {
    // Else CUDA counts the fastest first, and nvidia-smi by bus.
    CUDA_DEVICE_ORDER: "PCI_BUS_ID",
    CUDA_VISIBLE_DEVICES: String(gpu),
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    ...unlessSet({
      TF_NUM_INTRAOP_THREADS: "1",
      TF_NUM_INTEROP_THREADS: "1",
      OMP_NUM_THREADS: "1",
      TF_CPP_MIN_LOG_LEVEL: "2",
    }),
  };
}

function unlessSet(defaults: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, process.env[name] ?? value]));
}
