import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Lines of standard error that are told of a program that failed. */
const TAIL = 10;

/** A program ended with another status than 0, or could not be started. */
class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Process groups that must not outlive this program. */
const groups = new Set<number>();
process.on("exit", () => {
  for (const pid of groups) killGroup(pid);
});

interface CommandOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Kills the program and every process that it has started. */
  readonly signal: AbortSignal;
  /** Called with each line that the program prints, but for the last one of its standard output. */
  readonly log: (line: string) => void;
}

/**
 * Runs a command in a shell, and resolves to the last line of its standard output that is not blank; "" when there is none.
 * @throws CommandError with the last lines of standard error, when the status is not 0
 */
export async function runCommand(command: string, { environment, signal, log }: CommandOptions): Promise<string> {
  const child = spawn(command, {
    shell: true,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const { pid } = child;
  if (pid === undefined) throw new CommandError("The command could not be started.", { cause: await failure(child) });
  groups.add(pid);
  const kill = (): void => killGroup(pid);
  signal.addEventListener("abort", kill);
  if (signal.aborted) kill();
  // What it left running in the background would keep the pipes open.
  child.on("exit", kill);

  let last: string | undefined;
  createInterface(child.stdout).on("line", (line) => {
    if (line.trim() === "") return;
    if (last !== undefined) log(last);
    last = line;
  });
  const errors: string[] = [];
  createInterface(child.stderr).on("line", (line) => {
    log(line);
    errors.push(line);
    if (errors.length > TAIL) errors.shift();
  });
  const [status, killer] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  groups.delete(pid);
  signal.removeEventListener("abort", kill);
  if (status === 0) return last ?? "";
  if (last !== undefined) log(last);
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
