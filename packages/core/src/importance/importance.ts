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

/**
 * PED-ANOVA: S. Watanabe, A. Bansal, F. Hutter, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary
 * Subspaces" (IJCAI 2023, arXiv 2304.10255), over the whole space. With p' the density of a parameter's values in the best
 * trials, and p that of its prior, its importance is the Pearson divergence sum p (p'/p - 1)^2: 0 where the best trials lie
 * anywhere, 1/s - 1 where they fill a share s of the range.
 *
 * A conditional parameter counts with a'^2 / a, where a and a' are the shares that trials in which it takes part have of all
 * trials and of the best: K. Baba, Y. Ozaki, S. Watanabe, "Conditional PED-ANOVA" (KDD 2026, arXiv 2601.20800). That it takes
 * part at all counts for the parameter that decides so.
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
    const isActive = ({ number }: Observation): boolean => takesPart(number, description.parameter);
    const active = best.filter(isActive);
    const all = observations.filter(isActive).length;
    if (active.length === 0 || all < 2) return 0;
    const weight = (active.length / best.length) ** 2 / (all / observations.length);
    return weight * divergence(parameterCells(description), active, axis);
  });
  const sum = divergences.reduce((total, own) => total + own, 0);
  return parameters
    .map(({ name }, axis) => ({ name, share: sum > 0 ? (divergences[axis] as number) / sum : 0 }))
    .sort((a, b) => b.share - a.share);
}

/** The best tenth, but five at least; equal ones are in or out together. None where there are too few trials, or all equal. */
function bestOf(observations: readonly Observation[]): readonly Observation[] {
  if (observations.length < LEAST_TRIALS) return [];
  const sorted = observations.toSorted(compareObservations);
  const last = sorted[Math.max(Math.ceil(sorted.length / BEST_SHARE), LEAST_BEST) - 1] as Observation;
  const best = sorted.filter(
    (own) => compareObservations(own, last) <= 0 && own.violation === 0 && own.loss < Infinity,
  );
  return best.length < sorted.length ? best : [];
}

/** Of the best observations' density along an axis from the prior, by which all cells are as likely. */
function divergence(cells: ParameterCells, best: readonly Observation[], axis: number): number {
  const counts = new Float64Array(cells.count);
  for (const { point } of best) cells.add(counts, point[axis] as number);
  const density = cells.ordered ? orderedDensity(counts) : categoricalDensity(counts);
  return density.reduce((sum, share) => sum + (share * cells.count - 1) ** 2, 0) / cells.count;
}
