import { InvalidOptionError } from "../errors.js";
import { checkCount } from "./check-number.js";

/** Points a batch below which a default number of batches does not go. */
const MIN_DEFAULT_BATCH = 10;

/** N and W of a study. */
export interface Budget {
  readonly totalBudget: number;
  readonly batchSize: number;
}

/**
 * N = `totalBudget` (default 100) evaluations in M = `numBatches` batches of W = N/M; by default M is the largest divisor
 * of N that leaves at least 10 points a batch.
 *
 * @throws InvalidOptionError naming the nearest values that would do
 */
export function planBudget(totalBudget = 100, numBatches?: number): Budget {
  checkCount("totalBudget", totalBudget);
  if (numBatches === undefined) return { totalBudget, batchSize: totalBudget / defaultBatches(totalBudget) };
  checkCount("numBatches", numBatches);
  if (numBatches > totalBudget) {
    throw new InvalidOptionError(
      `A budget of ${totalBudget} does not fill ${numBatches} batches; give at most ${totalBudget} batches or a budget of at least ${numBatches}.`,
    );
  }
  if (totalBudget % numBatches !== 0) throw indivisible(totalBudget, numBatches);
  return { totalBudget, batchSize: totalBudget / numBatches };
}

function defaultBatches(totalBudget: number): number {
  for (let batches = Math.floor(totalBudget / MIN_DEFAULT_BATCH); batches > 1; batches--) {
    if (totalBudget % batches === 0) return batches;
  }
  return 1;
}

function indivisible(totalBudget: number, numBatches: number): InvalidOptionError {
  const lower = totalBudget - (totalBudget % numBatches);
  const batches = nearestDivisors(totalBudget, numBatches);
  return new InvalidOptionError(
    `A budget of ${totalBudget} cannot be divided into ${numBatches} equal batches; give a budget of ${lower} or ${lower + numBatches}, or ${batches.join(" or ")} batches.`,
  );
}

/** The divisors of `n` just below and above `near`, which is none itself and below `n`. */
function nearestDivisors(n: number, near: number): readonly [number, number] {
  let below = near;
  let above = near;
  while (n % below !== 0) below--;
  while (n % above !== 0) above++;
  return [below, above];
}
