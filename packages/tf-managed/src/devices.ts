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

interface ListedGpu {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
}

/**
 * Asks nvidia-smi; of what it lists, what CUDA_VISIBLE_DEVICES shows. Without nvidia-smi there are none.
 * @throws the signal's reason
 */
export async function findGpus(signal: AbortSignal): Promise<FoundGpus> {
  let listed: ListedGpu[];
  try {
    const query = ["--query-gpu=index,uuid,name", "--format=csv,noheader"];
    const { stdout } = await promisify(execFile)("nvidia-smi", query, { timeout: SMI_MS, signal });
    listed = [...stdout.matchAll(/^(\d+), *([^,]+), *(.+)$/gm)].map(([, index, uuid, name]) => ({
      index: Number(index),
      uuid: uuid as string,
      name: name as string,
    }));
  } catch (error) {
    signal.throwIfAborted();
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = (error as Error).message.trim().split("\n").at(-1)?.replace(/\.$/, "");
    return { indices: [], found: isMissing ? "there is no nvidia-smi" : `nvidia-smi failed: ${why}` };
  }
  const names = listed.map(({ index, name }) => `${index}: ${name}`).join(", ");
  const all = listed.length === 0 ? "nvidia-smi lists no GPU" : `nvidia-smi lists ${names}`;
  const visible = process.env.CUDA_VISIBLE_DEVICES;
  if (visible === undefined) return { indices: listed.map(({ index }) => index), found: all };
  return { indices: indicesIn(visible, listed), found: `${all}, and CUDA_VISIBLE_DEVICES is "${visible}"` };
}

/** As CUDA reads it: indices and beginnings of ids, up to the first that it does not know or has had. */
function indicesIn(visible: string, listed: readonly ListedGpu[]): number[] {
  const indices: number[] = [];
  for (const part of visible.split(",").map((text) => text.trim())) {
    const isIt = ({ index, uuid }: ListedGpu) =>
      String(index) === part || (part.startsWith("GPU-") && uuid.startsWith(part));
    const gpu = listed.find(isIt);
    if (gpu === undefined || indices.includes(gpu.index)) break;
    indices.push(gpu.index);
  }
  return indices;
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
