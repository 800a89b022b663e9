import { continuousAxis } from "./cells.js";
import { invalidParameter, showValue } from "./invalid-parameter.js";
import { normalCdf, normalQuantile } from "./normal-distribution.js";
import type { ScalarParameter } from "./parameter.js";

/** Half of a random coordinate's resolution: what 0, whose quantile is infinite, is drawn as. */
const LEAST = 2 ** -54;

/**
 * A number from the normal distribution of `mean` and standard deviation `std`. Draws lie within 8.3 `std` of the mean, as
 * far as a coordinate of 53 bits reaches; values from outside may lie anywhere and share its last coordinate.
 *
 * A bad `mean` or `std` is an InvalidSpaceError of `searchSpace`, which knows the parameter's name.
 */
export function normal(mean: number, std: number): ScalarParameter<number> {
  return {
    kind: "normal",
    bind: (name) => {
      if (!Number.isFinite(mean)) throw invalidParameter(name, `mean is ${showValue(mean)}; give a finite number.`);
      if (!Number.isFinite(std) || std <= 0) {
        throw invalidParameter(name, `std is ${showValue(std)}; give a finite number above 0.`);
      }
      if (!Number.isFinite(Math.abs(mean) + 9 * std)) {
        throw invalidParameter(name, `mean ${mean} and std ${std} reach beyond what a number holds; bring them down.`);
      }
      return continuousAxis(
        name,
        (u) => mean + std * normalQuantile(Math.max(u, LEAST)),
        (value) => {
          if (!Number.isFinite(value)) {
            throw invalidParameter(name, `${showValue(value)} does not fit; give a finite number.`);
          }
          return normalCdf(((value as number) - mean) / std);
        },
      );
    },
    toJSON: () => ({ kind: "normal", mean, std }),
  };
}
