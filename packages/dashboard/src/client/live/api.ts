import type { ApiError } from "../../wire.js";

/** Why an answer is missing: the server's own words, or that it cannot be reached. */
export interface Failure {
  /** "unreachable", or the code that the server gave. */
  readonly code: string;
  readonly message: string;
}

/** Asks the server for JSON. Rejects with a `Failure`, or with the signal's reason. */
export async function fetchJson<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, { signal, headers: { accept: "application/json" } }).catch((error: unknown) => {
    throw signal.aborted ? error : unreachable;
  });
  const body: unknown = await response.json().catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
  if (response.ok && body !== undefined) return body as T;
  throw failureOf(response, body);
}

/** The path below /api of a study, or of something of it. */
export function studyPath(study: string, rest = ""): string {
  return `api/studies/${encodeURIComponent(study)}${rest}`;
}

const unreachable: Failure = {
  code: "unreachable",
  message: "The dashboard's server cannot be reached. Is `shac dashboard` still running?",
};

function failureOf(response: Response, body: unknown): Failure {
  const error = (body as Partial<ApiError> | undefined)?.error;
  if (error !== undefined) return error;
  // The connection broke in the middle of an answer.
  if (response.ok) return unreachable;
  return { code: "unexpected-answer", message: `The server answered ${response.status} ${response.statusText}.` };
}
