import type { TrialError } from "./trial.js";

/** Causes that are followed before the chain is cut, which also ends circles. */
const MAX_CAUSES = 8;

/** Characters of a text that are kept; a journal may hold one for each trial. */
const MAX_CHARACTERS = 10_000;

/** What was thrown, as data: class, message, code, stack and the chain of causes. Takes whatever it is, and never throws. */
export function trialErrorOf(thrown: unknown, depth = 0): TrialError {
  const [name, message, code, stack] = ["name", "message", "code", "stack"].map((key) => read(thrown, key));
  if (typeof message !== "string") return { name: thrown === null ? "null" : typeof thrown, message: show(thrown) };
  const cause = read(thrown, "cause");
  return {
    name: typeof name === "string" ? shorten(name) : "Error",
    message: shorten(message),
    ...((typeof code === "string" || typeof code === "number") && { code: shorten(String(code)) }),
    ...(typeof stack === "string" && { stack: shorten(stack) }),
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: trialErrorOf(cause, depth + 1) }),
  };
}

/** An error that tells the same as the one that `trialErrorOf` was given. */
export function errorFrom({ name, message, code, stack, cause }: TrialError): Error {
  const error = new Error(message, cause && { cause: errorFrom(cause) });
  Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return code === undefined ? error : Object.assign(error, { code });
}

/** The message of whatever was thrown. Never throws. */
export function messageOf(thrown: unknown): string {
  const message = read(thrown, "message");
  return typeof message === "string" ? shorten(message) : show(thrown);
}

/** A member of an object, undefined where there is none or its getter throws. */
function read(value: unknown, key: string): unknown {
  try {
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  } catch {
    return undefined;
  }
}

function show(value: unknown): string {
  try {
    return shorten(typeof value === "object" ? (JSON.stringify(value) ?? String(value)) : String(value));
  } catch {
    return `a value of type ${typeof value} that cannot be shown`;
  }
}

function shorten(text: string): string {
  const rest = text.length - MAX_CHARACTERS;
  return rest > 0 ? `${text.slice(0, MAX_CHARACTERS)} (${rest} more characters)` : text;
}
