import { InvalidOptionError } from "../errors.js";
import { pruneTable, type StepLimit } from "./prune-table.js";
import type { Pruner, ReportedTrial } from "./pruner.js";

/** Settings of successive halving. */
export interface SuccessiveHalvingPrunerOptions {
  /** The step of the first rung, above 0. Default 1. */
  readonly minResource?: number;
  /** Of the trials that reach a rung one in so many goes on to the next, which lies so many times further: from 2. Default 4. */
  readonly reductionFactor?: number;
}

/**
 * Asynchronous successive halving (Li et al. 2020, arXiv 1810.05934) in the form of Optuna's SuccessiveHalvingPruner:
 * rungs lie at steps `minResource`, times `reductionFactor`, times its square and so on. An evaluation that reaches a rung
 * goes on when its best value so far is among the best floor(n / `reductionFactor`), at least one, of the n trials that
 * reached it, itself included. Earlier ones are those of finished batches, pruned ones too.
 *
 * @throws InvalidOptionError for settings out of range
 */
export function successiveHalvingPruner(options: SuccessiveHalvingPrunerOptions = {}): Pruner {
  const { minResource = 1, reductionFactor = 4 } = options;
  if (!(Number.isFinite(minResource) && minResource > 0)) {
    throw new InvalidOptionError(`minResource is ${minResource}; give the step of the first rung, above 0.`);
  }
  if (!(Number.isSafeInteger(reductionFactor) && reductionFactor >= 2)) {
    throw new InvalidOptionError(`reductionFactor is ${reductionFactor}; give a whole number from 2.`);
  }
  return {
    name: "successive-halving",
    options: { minResource, reductionFactor },
    bounds(trials, direction) {
      const sign = direction === "minimize" ? 1 : -1;
      const limits: StepLimit[] = [];
      for (let step = minResource; Number.isFinite(step); step *= reductionFactor) {
        const losses = trials.flatMap((trial) => bestAtRung(trial, step, sign) ?? []);
        if (losses.length === 0) break;
        const goingOn = Math.max(Math.floor((losses.length + 1) / reductionFactor), 1);
        const worst = Float64Array.from(losses).sort()[goingOn - 1] as number;
        limits.push({ step, limit: sign * worst });
      }
      return pruneTable(limits, direction);
    },
  };
}

/** The least `sign` times value that a trial had reported when it reached the rung; undefined when it did not, or had no number. */
function bestAtRung({ reports }: ReportedTrial, rung: number, sign: number): number | undefined {
  let best: number | undefined;
  for (const { step, value } of reports) {
    const loss = sign * value;
    if (best === undefined ? !Number.isNaN(loss) : loss < best) best = loss;
    if (step >= rung) return best;
  }
  return undefined;
}
