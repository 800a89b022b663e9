import { cellAxis } from "./cells.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import { checkInRange, checkRange, type RangeOptions } from "./number-range.js";
import type { ScalarParameter } from "./parameter.js";
import { stepGrid } from "./step-grid.js";
import { steppedCells } from "./stepped-cells.js";

/**
 * An integer from `low` to `high`, both included: `low`, `low` + step ... each as likely, or with `log` each as likely as
 * the range within half a step around it is under a log-uniform prior.
 *
 * Bad bounds or options are an InvalidSpaceError of `searchSpace`, which knows the parameter's name.
 */
export function int(low: number, high: number, options: RangeOptions = {}): ScalarParameter<number> {
  const { log, step } = options;
  return {
    kind: "int",
    bind: (name) => {
      checkRange(name, low, high, options);
      for (const [which, number] of Object.entries({ low, high, step: step ?? 1 })) {
        if (!Number.isSafeInteger(number)) {
          throw invalidParameter(name, `${which} ${number} is not an integer; round it, or use float.`);
        }
      }
      const grid = stepGrid(low, high, step ?? 1);
      return cellAxis(name, true, steppedCells(name, grid, step ?? 1, log ?? false), {
        decode: (cell) => grid.value(cell),
        encode: (value) => {
          const cell = grid.nearest(checkInRange(name, value, low, high));
          const near = grid.value(Math.min(cell, grid.count - 1));
          if (near !== value) {
            throw invalidParameter(name, `${showValue(value)} is none of its integers; the nearest is ${near}.`);
          }
          return cell;
        },
      });
    },
    toJSON: () => ({
      kind: "int",
      low,
      high,
      ...(log && { log }),
      ...(step !== undefined && step !== 1 && { step }),
    }),
  };
}
