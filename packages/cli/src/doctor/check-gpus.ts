import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Check } from "./check.js";

/** The NVIDIA GPUs that the driver's own program lists. */
export async function checkGpus(): Promise<Check> {
  const query = ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader"];
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", query, { timeout: 5000 });
    const lines = stdout
      .trim()
      .split("\n")
      .filter((line) => line !== "");
    if (lines.length === 0) return { name: "GPUs", state: "absent", detail: "nvidia-smi lists none" };
    return { name: "GPUs", state: "ok", detail: lines.join("; ") };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const detail = isMissing ? "no nvidia-smi" : `nvidia-smi failed: ${(error as Error).message.split("\n")[0]}`;
    return { name: "GPUs", state: "absent", detail };
  }
}
