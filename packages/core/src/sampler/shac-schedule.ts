import { InvalidOptionError } from "../errors.js";

/** Which observations train which stage. */
export interface ShacSchedule {
  /** K: at most so many classifiers are trained. */
  readonly classifiers: number;
  /** Tc: stage s (from 0) is trained on observations s*Tc .. (s+1)*Tc - 1. */
  readonly pointsPerStage: number;
  /** Tc before it was raised to what can train at all; equal to `pointsPerStage` otherwise. */
  readonly rawPointsPerStage: number;
}

/** A split needs four points a side and five-fold cross-validation five of each class. */
const LEAST_POINTS_PER_STAGE = 10;

/**
 * K = min(max(M-1, 1), maxClassifiers) and Tc = W floor(N / (W (K+1))), as in pyshac. A Tc below 10 is raised to the next
 * multiple of W, and K falls so that every stage still has a batch to steer.
 *
 * Tc is that of `initialBudget`, so that stages trained before a budget was raised stay as they are; the raised budget
 * adds stages up to `maxClassifiers`.
 *
 * @throws InvalidOptionError when the budget is too small for one stage and a batch after it
 */
export function shacSchedule(
  budget: { readonly totalBudget: number; readonly initialBudget: number; readonly batchSize: number },
  maxClassifiers: number,
): ShacSchedule {
  const { totalBudget, initialBudget, batchSize } = budget;
  const batches = Math.floor(initialBudget / batchSize);
  const wanted = Math.min(Math.max(batches - 1, 1), maxClassifiers);
  const rawPointsPerStage = batchSize * Math.floor(initialBudget / (batchSize * (wanted + 1)));
  const pointsPerStage = Math.max(rawPointsPerStage, leastPointsPerStage(batchSize));
  const classifiers = Math.min(maxClassifiers, Math.floor((totalBudget - batchSize) / pointsPerStage));
  if (classifiers < 1) throw new InvalidOptionError(tooSmall(totalBudget, batchSize));
  return { classifiers, pointsPerStage, rawPointsPerStage };
}

function leastPointsPerStage(batchSize: number): number {
  return batchSize * Math.ceil(LEAST_POINTS_PER_STAGE / batchSize);
}

function tooSmall(totalBudget: number, batchSize: number): string {
  const least = leastPointsPerStage(batchSize);
  let smaller = batchSize - 1;
  while (smaller > 0 && (totalBudget % smaller !== 0 || leastPointsPerStage(smaller) + smaller > totalBudget))
    smaller--;
  const mend = smaller > 0 ? `batches of ${smaller}, ` : "";
  return (
    `A budget of ${totalBudget} in batches of ${batchSize} leaves nothing for the sampler "shac" to steer: it trains on ` +
    `${least} points and needs a batch after them. Use a budget of at least ${least + batchSize}, ${mend}or the sampler "random".`
  );
}
