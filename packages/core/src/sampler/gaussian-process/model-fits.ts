import { createRng } from "../../rng.js";
import type { Observation } from "../sampler.js";
import { type Fit, fitHyperparameters } from "./fit-hyperparameters.js";
import { type Hyperparameters, priors } from "./hyperparameters.js";
import { LogPosterior } from "./log-posterior.js";
import { modelData, remembered } from "./model-data.js";
import type { ModelSpace } from "./model-space.js";
import { sampleHyperparameters } from "./sample-hyperparameters.js";

/** Hyperparameters are fitted again when there are this many times more points. */
const GROWTH = 1.15;
/** By how much a hyperparameter has to raise the log posterior. */
const WORTH_OF_A_HYPERPARAMETER = 1;
/** Dimensions of a sheared model at most. */
const MOST_SHEARED = 20;

/** Hyperparameters fitted to the first `count` observations. */
export interface ModelFit {
  readonly count: number;
  readonly theta: Hyperparameters;
  /** Others that the data allow for. */
  readonly other: Hyperparameters;
}

/** Fits to ever more observations, and what the next one goes on from. */
export interface ModelFits {
  readonly fits: readonly ModelFit[];
  /** Along the axes of the space, and sheared. */
  readonly latest: readonly Fit[];
}

export const NO_FITS: ModelFits = { fits: [], latest: [] };

/**
 * The fits to `observations`. The first is made with `first` points, each later one at the end of a batch with 15 % more
 * points, starting where the one before it ended; so a fit depends on the observations alone, whoever asks and whenever.
 *
 * A model along the axes and a sheared one are fitted side by side; a fit is that of the likelier, where each shear has to
 * be worth something.
 * @param known fits to be gone on from, made of the same observations
 */
export function fitModel(
  space: ModelSpace,
  observations: readonly Observation[],
  batchSize: number,
  first: number,
  known: ModelFits = NO_FITS,
): ModelFits {
  const fits = [...known.fits];
  const dimensions = space.categorical.length;
  const shapes = [false, true].slice(0, canShear(space) ? 2 : 1).map((sheared) => priors(dimensions, sheared));
  let { latest } = known;
  let count = nextCount(fits.at(-1), batchSize, first);
  while (count <= observations.length) {
    const data = modelData(space, remembered(observations.slice(0, count), batchSize));
    latest = shapes.map((shape, i) => fitHyperparameters(new LogPosterior(data, shape), latest[i]));
    const likeliest = latest.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    const shape = shapes[latest.indexOf(likeliest)] ?? [];
    const other = sampleHyperparameters(likeliest, shape, createRng(0, "hyperparameters", 0, count));
    fits.push({ count, theta: likeliest.theta, other });
    count = nextCount(fits.at(-1), batchSize, first);
  }
  return { fits, latest };
}

/** Whether there are axes to be sheared, and not so many that their shears would cost more than they tell. */
function canShear({ categorical }: ModelSpace): boolean {
  return categorical.length <= MOST_SHEARED && categorical.filter((each) => each === 0).length > 1;
}

function worth({ theta, value }: Fit): number {
  return value - WORTH_OF_A_HYPERPARAMETER * theta.length;
}

function nextCount(last: ModelFit | undefined, batchSize: number, first: number): number {
  if (last === undefined) return first;
  return batchSize * Math.ceil((GROWTH * last.count) / batchSize);
}
