import { ShacError, type ShacErrorOptions } from "@shac/core";

/** What stopped the binding from being built. */
export type NativeBindingProblem =
  | "unsupported-platform"
  | "package-not-installed"
  | "index-unreachable"
  | "wrong-wheel"
  | "no-compiler"
  | "compiler-failed"
  | "not-writable"
  | "binding-fails";

/** The native binding of a TensorFlow.js package cannot be built; the message says what is missing and how to get it. */
export class NativeBindingError extends ShacError {
  constructor(code: NativeBindingProblem, message: string, options?: ShacErrorOptions) {
    super(code, message, options);
  }
}

/** True when the system refused to write: no space, no right, no such device. */
export function isDiskError(error: unknown): error is NodeJS.ErrnoException {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return ["EACCES", "EDQUOT", "EIO", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"].some((known) => known === code);
}
