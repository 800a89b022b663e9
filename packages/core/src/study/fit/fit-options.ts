import { InvalidOptionError } from "../../errors.js";
import { checkDelay } from "../check-number.js";

/** Limits of one call of `fit`. None of them changes what is proposed. */
export interface FitOptions {
  /** Stops the search: `fit` rejects with the signal's reason, the study stays usable and may be fitted again. */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds an evaluation may take from its start; above it the trial fails with reason `timeout`. Time in which a remote
   * backend cannot be reached is left out. Default none.
   */
  readonly timeoutMs?: number;
  /** How often an evaluation is tried again after its worker was lost. Default 2. */
  readonly retries?: number;
  /**
   * Trials that may fail during this call; one more stops the search. Default: any number, but a batch that fails whole
   * stops it while nothing is complete.
   */
  readonly maxFailures?: number;
  /** Milliseconds after which the search stops; what is running then is evaluated again by the next `fit`. */
  readonly maxTimeMs?: number;
  /** A value that is good enough: the first trial that reaches it stops the search. */
  readonly targetValue?: number;
}

/** @throws InvalidOptionError naming the option and its value */
export function checkFitOptions({ timeoutMs, retries, maxFailures, maxTimeMs, targetValue }: FitOptions): void {
  checkDelay("timeoutMs", timeoutMs);
  checkDelay("maxTimeMs", maxTimeMs);
  checkTimes("retries", retries);
  checkTimes("maxFailures", maxFailures);
  if (targetValue !== undefined && !Number.isFinite(targetValue)) {
    throw new InvalidOptionError(`targetValue is ${String(targetValue)}; give a finite number.`);
  }
}

function checkTimes(option: string, value: number | undefined): void {
  if (value === undefined || value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= 0)) return;
  throw new InvalidOptionError(`${option} is ${String(value)}; give an integer of at least 0, or Infinity.`);
}
