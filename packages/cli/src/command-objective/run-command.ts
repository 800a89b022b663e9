import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { readLines } from "./read-lines.js";

/** Lines of standard error that are told of a program that failed, and characters of each. */
const TAIL = 10;
const MOST_TOLD = 2000;

/** A program ended with another status than 0, or could not be started. */
class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Runs $1 in a group of processes, all of which are killed when the other end of descriptor 3 closes: this program holds it
 * for as long as it lives, and nothing else does. Whoever waits for that is nobody's child, as the command may wait for all
 * that it has.
 */
const GUARDED = '( (read -r _; kill -KILL 0) <&3 >/dev/null 2>&1 & ); exec 3<&-; exec /bin/sh -c "$1"';

interface CommandOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Kills the program and every process that it has started. */
  readonly signal: AbortSignal;
  /** Called with each line that the program prints, but for the last one of its standard output. */
  readonly log: (line: string) => void;
}

/**
 * Runs a command in a shell, and resolves to the last line of its standard output that is not blank; "" when there is none.
 * @throws CommandError with the last lines of standard error, when the status is not 0; or when the last line is too long
 */
export async function runCommand(command: string, { environment, signal, log }: CommandOptions): Promise<string> {
  const child = spawn("/bin/sh", ["-c", GUARDED, "sh", command], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  // Nothing comes from there but its end.
  (child.stdio[3] as Readable).on("error", () => {}).resume();
  const { pid } = child;
  if (pid === undefined) throw new CommandError("The command could not be started.", { cause: await failure(child) });
  const kill = (): void => killGroup(pid);
  signal.addEventListener("abort", kill);
  if (signal.aborted) kill();
  // What it left running in the background would keep the pipes open.
  child.on("exit", kill);

  let last: string | undefined;
  let isLastCut = false;
  readLines(child.stdout as Readable, (line, isCut) => {
    if (line.trim() === "") return;
    if (last !== undefined) log(last);
    last = line;
    isLastCut = isCut;
  });
  const errors: string[] = [];
  readLines(child.stderr as Readable, (line) => {
    log(line);
    errors.push(line.slice(0, MOST_TOLD));
    if (errors.length > TAIL) errors.shift();
  });
  const [status, killer] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  signal.removeEventListener("abort", kill);
  if (status === 0 && !isLastCut) return last ?? "";
  if (last !== undefined) log(last);
  if (status === 0) throw new CommandError("The command's last line is too long for an outcome; print it on its own.");
  const how = killer === null ? `ended with status ${status}` : `was killed by ${killer}`;
  throw new CommandError([`The command ${how}.`, ...errors].join("\n"));
}

async function failure(child: NodeJS.EventEmitter): Promise<unknown> {
  const [error] = await once(child, "error").catch((reason: unknown) => [reason]);
  return error;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
