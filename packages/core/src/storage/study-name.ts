import { InvalidOptionError, StorageError } from "../errors.js";

const PATTERN = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._-]*$/u;
const MAX_BYTES = 128;

/** Whether every storage can keep a study of this name: it is a safe file name. */
export function isStudyName(name: string): boolean {
  return PATTERN.test(name) && new TextEncoder().encode(name).length <= MAX_BYTES;
}

/** @throws InvalidOptionError saying which names can be */
export function checkStudyName(name: string): void {
  if (isStudyName(name)) return;
  throw new InvalidOptionError(
    `${JSON.stringify(name)} cannot be a study's name; use letters, digits, ".", "_" and "-", not beginning with "." or "-", at most ${MAX_BYTES} bytes.`,
  );
}

/** The error of every storage that is asked for a study it does not hold. */
export function studyNotFound(name: string, where: string): StorageError {
  return new StorageError(`There is no study "${name}" in ${where}; check the name.`, { code: "study-not-found" });
}
