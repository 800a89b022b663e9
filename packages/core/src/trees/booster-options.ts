import { InvalidOptionError } from "../errors.js";

/** Settings of gradient boosting, named as XGBoost names them; the defaults are XGBoost's. */
export interface BoosterOptions {
  /** Number of trees: an integer from 1 to 10000, default 200. */
  readonly rounds?: number;
  /** Most splits on a path from root to leaf: an integer from 1 to 32, default 6. */
  readonly maxDepth?: number;
  /** Factor on every leaf, above 0 and at most 1, default 0.3. */
  readonly learningRate?: number;
  /** Least sum of hessians on either side of a split, 0 or more, default 1. An undecided point weighs 0.25. */
  readonly minChildWeight?: number;
  /** L2 penalty on leaf weights, 0 or more, default 1. */
  readonly lambda?: number;
  /** Least gain of a split, 0 or more, default 0. */
  readonly gamma?: number;
}

const DEFAULTS: Required<BoosterOptions> = {
  rounds: 200,
  maxDepth: 6,
  learningRate: 0.3,
  minChildWeight: 1,
  lambda: 1,
  gamma: 0,
};

/** What each option must be, in words and as a check. */
const RULES: Readonly<Record<keyof BoosterOptions, readonly [string, (value: number) => boolean]>> = {
  rounds: ["an integer from 1 to 10000", (v) => Number.isInteger(v) && v >= 1 && v <= 10000],
  maxDepth: ["an integer from 1 to 32", (v) => Number.isInteger(v) && v >= 1 && v <= 32],
  learningRate: ["above 0 and at most 1", (v) => v > 0 && v <= 1],
  minChildWeight: ["a finite number, 0 or more", (v) => v >= 0 && v < Infinity],
  lambda: ["a finite number, 0 or more", (v) => v >= 0 && v < Infinity],
  gamma: ["a finite number, 0 or more", (v) => v >= 0 && v < Infinity],
};

function isOption(name: string): name is keyof BoosterOptions {
  return Object.hasOwn(RULES, name);
}

/**
 * `options` with the defaults filled in.
 * @throws InvalidOptionError naming the option that is unknown or out of its range
 */
export function resolveBoosterOptions(options: BoosterOptions = {}): Required<BoosterOptions> {
  const resolved = { ...DEFAULTS };
  for (const [name, value] of Object.entries(options)) {
    if (!isOption(name)) {
      throw new InvalidOptionError(
        `Unknown booster option "${name}"; the options are ${Object.keys(RULES).join(", ")}.`,
      );
    }
    if (value === undefined) continue;
    const [rule, holds] = RULES[name];
    if (typeof value !== "number" || !holds(value)) {
      throw new InvalidOptionError(`Booster option ${name} is ${String(value)}; it must be ${rule}.`);
    }
    resolved[name] = value;
  }
  return resolved;
}
