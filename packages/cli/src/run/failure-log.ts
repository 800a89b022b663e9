import type { Trial } from "@shac/core";
import { formatError } from "../output/error-text.js";

/** Different failures that are told in full; of more only the number is shown. */
const MOST = 5;

/** Tells of each kind of failure once, when it first occurs. */
export class FailureLog {
  readonly #seen = new Set<string>();

  /** What to say about a trial that failed: its reason and error, with the frames in the user's files; or nothing. */
  describe({ number, reason, error }: Trial): string | undefined {
    const kind = `${reason}: ${error?.name}: ${error?.message}`;
    if (this.#seen.has(kind) || this.#seen.size >= MOST) return undefined;
    this.#seen.add(kind);
    const rest = this.#seen.size === MOST ? "\n(further failures are counted only)" : "";
    // What is not thrown by the objective is an error of ours, whose class says no more than the reason.
    const why = reason === "error" && error !== undefined ? formatError(error) : error?.message;
    return `trial ${number} failed, ${reason}${why === undefined ? "" : `: ${why}`}${rest}`;
  }
}
