import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const BENCH: string = fileURLToPath(new URL("..", import.meta.url));
export const PYTHON: string = `${BENCH}.venv/bin/python`;

/** Makes the Python environment of the bench where it is not there yet. */
export function preparePython(): void {
  if (existsSync(PYTHON)) return;
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: BENCH, stdio: "inherit" });
  run("python3", "-m", "venv", ".venv");
  // The build of PyTorch for processors alone would do, but is not on the package index.
  run(PYTHON, "-m", "pip", "install", "--quiet", "-r", "peers/requirements.txt");
}
