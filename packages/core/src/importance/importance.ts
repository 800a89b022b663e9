import { compareObservations } from "../cascade/labels.js";
import type { Observation } from "../sampler/sampler.js";
import type { ParameterDescription } from "../space/describe-parameters.js";
import { type ParameterCells, parameterCells } from "./parameter-cells.js";
import { categoricalDensity, orderedDensity } from "./parzen-density.js";

/** How much a parameter decides whether a trial is among the best. */
export interface ParameterImportance {
  /** The name of its axis, with an index for a vector: `units[2]`. */
  readonly name: string;
  /** Share of all parameters' importance, 0 to 1. */
  readonly share: number;
}

/** With fewer trials the shares would be chance. */
const LEAST_TRIALS = 10;
/** Trials are among the best within this share of all, but so many are in any case. */
const BEST_SHARE = 10;
const LEAST_BEST = 5;
/** Keeps a ratio of densities finite. */
const LEAST_DENSITY = 1e-12;

/** Trials in which a parameter takes part, as counts in its cells. */
interface Spread {
  readonly trials: number;
  readonly counts: Float64Array;
}

/**
 * PED-ANOVA: S. Watanabe, A. Bansal, F. Hutter, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary
 * Subspaces" (IJCAI 2023, arXiv 2304.10255). With p the density of a parameter's values over all trials, and p' that over the
 * best ones, its importance is the Pearson divergence sum p (p'/p - 1)^2: 0 where the best trials lie as all do.
 *
 * A conditional parameter is compared among those trials in which it takes part, weighed with a'^2 / a, where a and a' are
 * the shares that these have of all trials and of the best: K. Baba, Y. Ozaki, S. Watanabe, "Conditional PED-ANOVA" (KDD
 * 2026, arXiv 2601.20800). That it takes part at all counts for the parameter that decides so.
 *
 * @param observations those that failed, were pruned or are infeasible count among all, never among the best
 * @param takesPart whether a parameter, by its name in params, takes part in a trial
 */
export function importance(
  parameters: readonly ParameterDescription[],
  observations: readonly Observation[],
  takesPart: (trial: number, parameter: string) => boolean,
): readonly ParameterImportance[] {
  const best = bestOf(observations);
  const divergences = parameters.map((description, axis) => {
    const cells = parameterCells(description);
    const spread = (among: readonly Observation[]): Spread => {
      const active = among.filter(({ number }) => takesPart(number, description.parameter));
      return spreadOf(cells, active, axis);
    };
    const [inAll, inBest] = [spread(observations), spread(best)];
    if (inBest.trials === 0 || inAll.trials < 2) return 0;
    const weight = (inBest.trials / best.length) ** 2 / (inAll.trials / observations.length);
    return weight * divergence(cells, inBest.counts, inAll.counts);
  });
  const sum = divergences.reduce((total, own) => total + own, 0);
  return parameters
    .map(({ name }, axis) => ({ name, share: sum > 0 ? (divergences[axis] as number) / sum : 0 }))
    .sort((a, b) => b.share - a.share);
}

/** The best tenth, but five at least; equal ones are in or out together. None where there are too few trials. */
function bestOf(observations: readonly Observation[]): readonly Observation[] {
  if (observations.length < LEAST_TRIALS) return [];
  const sorted = observations.toSorted(compareObservations);
  const last = sorted[Math.max(Math.ceil(sorted.length / BEST_SHARE), LEAST_BEST) - 1] as Observation;
  return sorted.filter((own) => compareObservations(own, last) <= 0 && own.violation === 0 && own.loss < Infinity);
}

function spreadOf({ count, cellOf }: ParameterCells, observations: readonly Observation[], axis: number): Spread {
  const counts = new Float64Array(count);
  for (const { point } of observations) {
    const cell = cellOf(point[axis] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return { trials: observations.length, counts };
}

function divergence({ count, ordered }: ParameterCells, inBest: Float64Array, inAll: Float64Array): number {
  if (count === 1) return 0;
  const density = ordered ? orderedDensity : categoricalDensity;
  const [best, all] = [density(inBest), density(inAll)];
  return all.reduce((sum, share, cell) => {
    const p = share + LEAST_DENSITY;
    return sum + p * (((best[cell] as number) + LEAST_DENSITY) / p - 1) ** 2;
  }, 0);
}
