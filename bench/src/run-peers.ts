import { execFileSync } from "node:child_process";
import type { BenchOptions } from "./options.js";
import { BENCH, PYTHON } from "./python.js";

/** Runs the samplers of Optuna that are asked for and not there yet, in the Python environment of the bench. */
export function runPeers({ peers, problems, totalBudget, batchSize, seeds }: BenchOptions): void {
  if (peers.length === 0) return;
  const setting = [totalBudget, batchSize, seeds[0] ?? 1, seeds.length].map(String);
  const args = ["peers/run_peers.py", peers.join(), problems.join(), ...setting];
  execFileSync(PYTHON, args, { cwd: BENCH, stdio: "inherit" });
}
