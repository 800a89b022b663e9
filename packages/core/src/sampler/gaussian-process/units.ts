import type { Observation } from "../sampler.js";

/** Above it, units grow with the logarithm: very bad points are all much alike. */
const BEND = 6;

/**
 * The observations' losses in units of half the distance from the best to the upper quartile, the best at 0; above 6 they
 * grow as the logarithm. A failed point is as bad as the worst finite one. An infeasible point is worse than every
 * feasible one, by 0 to 1 with its violation; while no point is feasible, violations are taken for losses.
 *
 * Median and median deviation, which shrink as a search polishes, would bend the scale where the model should be exact.
 */
export function lossUnits(observations: readonly Observation[]): Float64Array {
  const feasible = observations.filter(({ violation, loss }) => violation === 0 && loss < Infinity);
  if (feasible.length === 0) return scaled(observations.map(({ violation }) => violation));
  const scale = quartileScale(feasible.map(({ loss }) => loss));
  let worst = 0;
  for (const { loss } of feasible) worst = Math.max(worst, scale(loss));
  const violations = observations.map(({ violation }) => violation).filter((violation) => violation > 0);
  const typical = violations.sort((a, b) => a - b)[violations.length >> 1] ?? 0;
  return Float64Array.from(observations, ({ loss, violation }) => {
    if (violation > 0) return worst + (violation < Infinity ? violation / (violation + typical) : 1);
    return loss < Infinity ? scale(loss) : worst;
  });
}

function scaled(losses: readonly number[]): Float64Array {
  const finite = losses.filter((loss) => loss < Infinity);
  if (finite.length === 0) return new Float64Array(losses.length);
  const scale = quartileScale(finite);
  return Float64Array.from(losses, (loss) => scale(Math.min(loss, Math.max(...finite))));
}

function quartileScale(losses: readonly number[]): (loss: number) => number {
  const sorted = losses.toSorted((a, b) => a - b);
  const least = sorted[0] as number;
  const quartile = sorted[Math.floor(0.75 * (sorted.length - 1))] as number;
  const far = quartile > least ? quartile : (sorted.at(-1) as number);
  // Halves first: the difference of two finite numbers may be infinite.
  const range = far / 2 - least / 2;
  return (loss) => {
    const units = range > 0 ? Math.min((2 * (loss / 2 - least / 2)) / range, Number.MAX_VALUE) : 0;
    return units > BEND ? BEND + Math.log(1 + units - BEND) : units;
  };
}
