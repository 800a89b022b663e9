import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Names one process among all that ever ran, as far as the system can tell them apart. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601 time at which the identity was taken. */
  readonly since: string;
  /** Changes with every start of the machine; absent where there is no /proc. */
  readonly boot?: string;
  /** When the process began, in clock ticks after the boot; tells it from a later one with the same pid. */
  readonly start?: string;
}

export function ownIdentity(): ProcessIdentity {
  const boot = bootId();
  const start = processStart(process.pid);
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...(boot === undefined ? {} : { boot }),
    ...(start === undefined ? {} : { start }),
  };
}

/** Whether the process runs no more. False where that cannot be known, as for another host. */
export function isGone(owner: ProcessIdentity): boolean {
  if (owner.host !== hostname()) return false;
  if (owner.boot !== undefined && owner.boot !== bootId()) return true;
  const start = processStart(owner.pid);
  // /proc may hide the processes of other users, so that only a signal tells.
  if (start === undefined) return !answersSignals(owner.pid);
  return start === "zombie" || (owner.start !== undefined && owner.start !== start);
}

function bootId(): string | undefined {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return undefined;
  }
}

function processStart(pid: number): string | "zombie" | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the program's name, is in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? "zombie" : fields[19];
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
