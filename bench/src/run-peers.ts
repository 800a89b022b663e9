import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BenchOptions } from "./options.js";

const BENCH: string = fileURLToPath(new URL("..", import.meta.url));
const PYTHON: string = `${BENCH}.venv/bin/python`;

/** Runs the samplers of Optuna that are asked for and not there yet, in a Python environment of the bench's own. */
export function runPeers({ peers, problems, totalBudget, batchSize, seeds }: BenchOptions): void {
  if (peers.length === 0) return;
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: BENCH, stdio: "inherit" });
  if (!existsSync(PYTHON)) {
    run("python3", "-m", "venv", ".venv");
    // The build of PyTorch for processors alone would do, but is not on the package index.
    run(PYTHON, "-m", "pip", "install", "--quiet", "-r", "peers/requirements.txt");
  }
  const setting = [totalBudget, batchSize, seeds[0] ?? 1, seeds.length].map(String);
  run(PYTHON, "peers/run_peers.py", peers.join(), problems.join(), ...setting);
}
