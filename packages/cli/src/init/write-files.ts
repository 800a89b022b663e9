import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { shortPath } from "../output/error-text.js";
import { UsageError } from "../usage-error.js";

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Why it is not what was asked for. */
  readonly note?: string;
  /** What is new in a file that is there already. */
  readonly added?: readonly string[];
}

/**
 * Writes all of them or none: each under another name first, so that a full disk or a folder that cannot be written is known before
 * anything is replaced, and no file is ever there in part.
 *
 * @throws UsageError naming the file that cannot be written
 */
export function writeFiles(files: readonly NewFile[]): void {
  const temporary = (path: string): string => `${path}.${process.pid}.new`;
  try {
    for (const { path, content } of files) {
      attempt(path, () => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(temporary(path), content);
      });
    }
    for (const { path } of files) attempt(path, () => renameSync(temporary(path), path));
  } finally {
    for (const { path } of files) {
      if (existsSync(temporary(path))) rmSync(temporary(path));
    }
  }
}

function attempt(path: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw new UsageError(`Cannot write ${shortPath(path)}: ${(cause as Error).message}.`, { cause });
  }
}
