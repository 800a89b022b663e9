import { InvalidOptionError } from "../errors.js";
import { pruneTable } from "./prune-table.js";
import type { Pruner, ReportedTrial } from "./pruner.js";

/** Settings of the median rule. */
export interface MedianPrunerOptions {
  /** Complete trials without which nothing is pruned, from 0. Default 5. */
  readonly startupTrials?: number;
  /** Steps below this one are not judged, from 0. Default 0. */
  readonly warmupSteps?: number;
  /** Complete trials that must have reported at a step for it to be judged, from 1. Default 1. */
  readonly minTrials?: number;
}

/**
 * Prunes an evaluation whose best value so far is worse than the median of what complete trials reported at the same
 * step: the median stopping rule (Golovin et al. 2017, Google Vizier) in the form of Optuna's MedianPruner. A step that no
 * complete trial reported is judged as the last one before it that some did.
 *
 * @throws InvalidOptionError for settings out of range
 */
export function medianPruner(options: MedianPrunerOptions = {}): Pruner {
  const { startupTrials = 5, warmupSteps = 0, minTrials = 1 } = options;
  checkWhole("startupTrials", startupTrials, 0);
  checkWhole("minTrials", minTrials, 1);
  if (!(Number.isFinite(warmupSteps) && warmupSteps >= 0)) {
    throw new InvalidOptionError(`warmupSteps is ${warmupSteps}; give a number from 0.`);
  }
  return {
    name: "median",
    options: { startupTrials, warmupSteps, minTrials },
    bounds(trials, direction) {
      const complete = trials.filter(({ state }) => state === "complete");
      if (complete.length < startupTrials) return [];
      const steps = [...valuesByStep(complete)].filter(([step]) => step >= warmupSteps).sort(([a], [b]) => a - b);
      const limits = steps.map(([step, values]) => ({
        step,
        limit: values.length < minTrials ? undefined : median(values),
      }));
      return pruneTable(limits, direction);
    },
  };
}

function valuesByStep(trials: readonly ReportedTrial[]): ReadonlyMap<number, number[]> {
  const values = new Map<number, number[]>();
  for (const { step, value } of trials.flatMap(({ reports }) => reports)) {
    const known = values.get(step);
    if (known === undefined) values.set(step, [value]);
    else known.push(value);
  }
  return values;
}

/** Of the values that are numbers; undefined when there is none, or the middle lies between opposite infinities. */
function median(values: readonly number[]): number | undefined {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  const lower = sorted[(sorted.length - 1) >> 1];
  const upper = sorted[sorted.length >> 1];
  if (lower === undefined || upper === undefined) return undefined;
  const middle = lower === upper ? lower : lower / 2 + upper / 2;
  return Number.isNaN(middle) ? undefined : middle;
}

function checkWhole(option: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new InvalidOptionError(`${option} is ${value}; give a whole number from ${least}.`);
}
