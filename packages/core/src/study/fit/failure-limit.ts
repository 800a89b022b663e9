import { TooManyFailuresError } from "../../errors.js";
import type { Trial } from "../trial/trial.js";

/** Counts the failures of one `fit` and says when they are too many. */
export class FailureLimit {
  readonly #limit: number | undefined;
  #failures = 0;
  #lastCause: unknown;

  /** @param limit failures that are tolerated; undefined: any number once something is complete */
  constructor(limit: number | undefined) {
    this.#limit = limit;
  }

  /** Counts a failed trial; `cause` is what it failed with. Gives the error to stop with once the limit is passed. */
  count(trial: Trial<unknown>, cause: unknown): TooManyFailuresError | undefined {
    this.#failures++;
    this.#lastCause = cause;
    if (this.#limit === undefined || this.#failures <= this.#limit) return undefined;
    return this.#error(`${this.#failures} trials failed, more than the limit of ${this.#limit}`, trial);
  }

  /** The error to stop with when `trials`, a finished batch, hold nothing but failures and no earlier trial is complete. */
  judge(trials: readonly Trial<unknown>[], anyComplete: boolean): TooManyFailuresError | undefined {
    if (this.#limit !== undefined || anyComplete) return undefined;
    if (!trials.every(({ state }) => state === "failed")) return undefined;
    const last = trials.at(-1) as Trial<unknown>;
    return this.#error(`All ${trials.length} trials of batch ${last.batch + 1} failed and no trial is complete`, last);
  }

  #error(what: string, { number, reason, error }: Trial<unknown>): TooManyFailuresError {
    const why = error === undefined ? reason : `${reason}: ${error.message.replace(/\.$/, "")}`;
    return new TooManyFailuresError(
      this.#failures,
      `${what}; trial ${number} failed with ${why}. What was done is kept: mend the objective and run the study again.`,
      { cause: this.#lastCause },
    );
  }
}
