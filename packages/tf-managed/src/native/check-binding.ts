import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { InstalledPackage } from "./installed-package.js";

const entry = fileURLToPath(new URL("./check-entry.js", import.meta.url));

/** What a package did when it was loaded and made to compute: its device, or why it failed. */
export type BindingCheck = { readonly device: "gpu" | "cpu" } | { readonly failure: string };

/** Loads a package in a child process and computes with it. Takes about half a second. */
export function checkBinding({ folder }: InstalledPackage): Promise<BindingCheck> {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", TF_FORCE_GPU_ALLOW_GROWTH: "true" };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, folder], { env, timeout: 120_000 }, (error, stdout, stderr) => {
      if (error === null) {
        const answer = JSON.parse(lastLine(stdout)) as { isUsingGpuDevice: boolean };
        resolve({ device: answer.isUsingGpuDevice ? "gpu" : "cpu" });
      } else {
        resolve({ failure: error.signal ? `the process that loads it ends by ${error.signal}` : lastLine(stderr) });
      }
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
