import { cellAxis, continuousAxis } from "./cells.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import { checkInRange, checkRange, type RangeOptions } from "./number-range.js";
import type { ScalarParameter, ValueAxis } from "./parameter.js";
import { stepGrid } from "./step-grid.js";
import { steppedCells } from "./stepped-cells.js";

/**
 * A number from `low` to `high`, uniform or with `log` uniform in its logarithm. With `step` only `low`, `low` + step ...
 * up to `high`; together with `log` each of them is as likely as the range within half a step around it.
 *
 * Bad bounds or options are an InvalidSpaceError of `searchSpace`, which knows the parameter's name.
 */
export function float(low: number, high: number, options: RangeOptions = {}): ScalarParameter<number> {
  const { log, step } = options;
  return {
    kind: "float",
    bind: (name) => {
      checkRange(name, low, high, options);
      if (step !== undefined) return steppedAxis(name, low, high, step, log ?? false);
      if (low === high || (log && Math.log(low) === Math.log(high))) {
        throw invalidParameter(
          name,
          `low ${low} and high ${high} leave no range; part them, or leave the parameter out.`,
        );
      }
      return log ? logAxis(name, low, high) : linearAxis(name, low, high);
    },
    toJSON: () => ({
      kind: "float",
      low,
      high,
      ...(log && { log }),
      ...(step !== undefined && { step }),
    }),
  };
}

function linearAxis(name: string, low: number, high: number): ValueAxis<number> {
  const width = high - low;
  return continuousAxis(
    name,
    (u) => Math.min(low + u * width, high),
    (value) => (checkInRange(name, value, low, high) - low) / width,
  );
}

function logAxis(name: string, low: number, high: number): ValueAxis<number> {
  const logLow = Math.log(low);
  const logWidth = Math.log(high) - logLow;
  return continuousAxis(
    name,
    (u) => Math.min(Math.max(Math.exp(logLow + u * logWidth), low), high),
    (value) => (Math.log(checkInRange(name, value, low, high)) - logLow) / logWidth,
  );
}

function steppedAxis(name: string, low: number, high: number, step: number, log: boolean): ValueAxis<number> {
  const grid = stepGrid(low, high, step);
  return cellAxis(name, true, steppedCells(name, grid, step, log), {
    decode: (cell) => grid.value(cell),
    encode: (value) => {
      const number = checkInRange(name, value, low, high);
      const cell = grid.nearest(number);
      // Computed values such as 0.1 + 0.2 are off by their rounding.
      if (cell >= grid.count || Math.abs(grid.value(cell) - number) > 1e-9 * step) {
        const near = grid.value(Math.min(cell, grid.count - 1));
        throw invalidParameter(
          name,
          `${showValue(value)} is off the steps of ${step} from ${low}; the nearest is ${near}.`,
        );
      }
      return cell;
    },
  });
}
