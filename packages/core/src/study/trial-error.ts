import type { TrialError } from "./trial.js";

/** Causes that are followed before the chain is cut, which also ends circles. */
const MAX_CAUSES = 8;

/** What was thrown, as data: class, message, code, stack and the chain of causes. */
export function trialErrorOf(thrown: unknown, depth = 0): TrialError {
  if (!isErrorLike(thrown)) return { name: thrown === null ? "null" : typeof thrown, message: show(thrown) };
  const { name, message, code, stack, cause } = thrown;
  return {
    name: typeof name === "string" ? name : "Error",
    message,
    ...((typeof code === "string" || typeof code === "number") && { code: String(code) }),
    ...(typeof stack === "string" && { stack }),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: trialErrorOf(cause, depth + 1) }),
  };
}

interface ErrorLike {
  readonly name?: unknown;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
}

function isErrorLike(value: unknown): value is ErrorLike {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}

function show(value: unknown): string {
  try {
    return typeof value === "object" ? (JSON.stringify(value) ?? String(value)) : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
