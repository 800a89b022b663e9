import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a command and resolves to its exit code, 128 + n when a signal n ended it.
 * With `capture` the command has no standard input, and what it prints is returned instead of shown.
 */
export function run(command, args, { capture = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: capture ? ["ignore", "pipe", "pipe"] : "inherit" });
    // A terminal sends Ctrl-C to the child as well; staying alive lets the child stop cleanly and keeps its exit code.
    let interrupted = false;
    const note = () => {
      interrupted = true;
    };
    const forward = () => child.kill("SIGTERM");
    process.on("SIGINT", note);
    process.on("SIGTERM", forward);
    const settle = (code, output) => {
      process.off("SIGINT", note);
      process.off("SIGTERM", forward);
      // turbo ends with 0 when it is interrupted.
      resolve({ code: capture && interrupted ? 128 + constants.signals.SIGINT : code, output });
    };

    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => settle(127, `${command} could not be started: ${error.message}\n`));
    child.on("close", (code, signal) => settle(code ?? 128 + constants.signals[signal], output));
  });
}
