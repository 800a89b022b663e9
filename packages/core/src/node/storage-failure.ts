import { StorageError } from "../errors.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space and go on",
  EDQUOT: "the disk quota is used up; free some space and go on",
  EACCES: "permission is denied; give this user access or choose another directory",
  EPERM: "permission is denied; give this user access or choose another directory",
  EROFS: "the file system is read-only; choose another directory",
  ENOTDIR: "a part of the path is a file; choose another directory",
  EEXIST: "a file of that name is in the way; choose another directory",
  EMFILE: "this process has too many open files; close some or raise the limit (ulimit -n)",
};

/** What the system refused, as an error that names the path and the mend. */
export function storageFailure(action: "read" | "write", path: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return new StorageError(`Cannot ${action} "${path}": ${reason === undefined ? message : `${reason} (${code})`}.`, {
    cause: error,
  });
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException | undefined)?.code ?? "");
}
