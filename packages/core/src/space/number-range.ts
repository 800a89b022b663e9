import { invalidParameter, showValue } from "./invalid-parameter.js";
import { stepGrid } from "./step-grid.js";

/** Options of `float` and `int`. */
export interface RangeOptions {
  /** Uniform in the logarithm: each factor of ten is as likely. Default false. */
  readonly log?: boolean;
  /** Distance of neighbouring values, counted from `low`. Default: 1 for `int`, none for `float`. */
  readonly step?: number;
}

/** @throws InvalidSpaceError unless both bounds are finite and in order, and `log` and `step` suit them */
export function checkRange(name: string, low: number, high: number, { log, step }: RangeOptions): void {
  for (const [which, bound] of Object.entries({ low, high })) {
    if (!Number.isFinite(bound)) {
      throw invalidParameter(name, `${which} is ${showValue(bound)}; give a finite number.`);
    }
  }
  if (low > high) throw invalidParameter(name, `low ${low} is above high ${high}; swap them.`);
  if (!Number.isFinite(high - low)) {
    throw invalidParameter(name, `the range ${low} .. ${high} is too wide for a number; bring the bounds closer.`);
  }
  if (log !== undefined && typeof log !== "boolean") {
    throw invalidParameter(name, `log is ${showValue(log)}; give true or false.`);
  }
  if (log && low <= 0) {
    throw invalidParameter(name, `low is ${low}, which has no logarithm; raise it above 0 or leave out log.`);
  }
  if (step !== undefined && !(Number.isFinite(step) && step > 0)) {
    throw invalidParameter(name, `step is ${showValue(step)}; give a number above 0.`);
  }
  if (step !== undefined && stepGrid(low, high, step).count < 2) {
    throw invalidParameter(
      name,
      `step ${step} is wider than the range ${low} .. ${high}; give a smaller step or a wider range.`,
    );
  }
}

/** `value` as a number within the bounds. @throws InvalidSpaceError */
export function checkInRange(name: string, value: unknown, low: number, high: number): number {
  if (typeof value !== "number" || !(value >= low && value <= high)) {
    throw invalidParameter(name, `${showValue(value)} does not fit; give a number from ${low} to ${high}.`);
  }
  return value;
}
