import { hostname } from "node:os";
import { inspect } from "node:util";
import type { ShacError } from "@shac/core";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { UsageError } from "../usage-error.js";
import { userFrames } from "./error-text.js";

/** What is said of an error that ends the program. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly code: string;
  /** One line. */
  readonly message: string;
  /** Further lines: where in the user's files it came from, or all there is to know with `--verbose`. */
  readonly details: readonly string[];
}

/** Codes of errors in what the user wrote, found before anything was evaluated. */
const USAGE_CODES: readonly string[] = [
  "invalid-option",
  "invalid-space",
  "study-mismatch",
  "study-not-found",
  "missing-dependency",
  "unknown-trial",
  "trial-finished",
  "trial-not-failed",
];

const HOW_TO_UNLOCK = "If that machine is gone for good, run again with --unlock.";

/** As `ShacError.isInstance`, without loading the core, which most errors of a command line come before. */
function isShacError(error: unknown): error is ShacError {
  return typeof error === "object" && error !== null && Symbol.for("shac.error") in error;
}

/** By another machine, of which nothing can be known here. */
function isLockedElsewhere(error: ShacError): boolean {
  return error.code === "study-locked" && "host" in error && error.host !== hostname();
}

/** Sorts an error: a mistake of the user, a failure of the work, or a fault of ours. */
export function explainFailure(error: unknown, isVerbose: boolean): Failure {
  const details = isVerbose ? [inspect(error)] : [];
  if (error instanceof UsageError) {
    return { exitCode: exitCodes.usage, code: "usage", message: error.message, details };
  }
  if (isShacError(error)) {
    const { code } = error;
    const message = isLockedElsewhere(error) ? `${error.message} ${HOW_TO_UNLOCK}` : error.message;
    const exitCode = USAGE_CODES.includes(code) ? exitCodes.usage : exitCodes.failed;
    return { exitCode, code, message, details };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const frames = error instanceof Error ? userFrames(error.stack ?? "") : [];
  if (frames.length > 0) {
    const text = `The study file left work to itself that failed: ${message}`;
    return { exitCode: exitCodes.failed, code: "study-file", message: text, details: [...frames, ...details] };
  }
  const advice = "This is a bug in shac; please report it with what --verbose prints.";
  return { exitCode: exitCodes.failed, code: "internal", message, details: isVerbose ? details : [advice] };
}
