import { existsSync } from "node:fs";
import { run } from "./command.js";

/**
 * Builds the native bindings of TensorFlow.js for the tests that need them, without CUDA where there is no NVIDIA GPU, and gives
 * JSON: for each package "", or why it has none; its tests are then skipped.
 */
export async function buildTfBindings() {
  const failures = {};
  for (const name of ["tfjs-node", "tfjs-node-gpu"]) {
    const device = existsSync("/dev/nvidiactl") ? [] : ["--cpu"];
    const command = ["--dir", "packages/tf-managed", "exec", "node", "dist/native/bin.js", ...device, name];
    console.error(`Building the native binding of ${name} ...`);
    const { code, output } = await run("pnpm", command, { capture: true });
    failures[name] = code === 0 ? "" : output.trim().split("\n").at(-1);
  }
  return JSON.stringify(failures);
}
