import { createRng } from "../../rng.js";
import type { Observation } from "../sampler.js";
import { fitHyperparameters } from "./fit-hyperparameters.js";
import { type Hyperparameters, priorMeans } from "./hyperparameters.js";
import { LogPosterior } from "./log-posterior.js";
import { modelData, remembered } from "./model-data.js";
import type { ModelSpace } from "./model-space.js";
import { sampleHyperparameters } from "./sample-hyperparameters.js";

const FIRST = { evaluations: 30, step: 0.3 };
const LATER = { evaluations: 8, step: 0.15 };
/** Hyperparameters are fitted again when there are this many times more points. */
const GROWTH = 1.08;

/** Hyperparameters fitted to the first `count` observations. */
export interface ModelFit {
  readonly count: number;
  readonly theta: Hyperparameters;
  /** Others that the data allow for. */
  readonly other: Hyperparameters;
}

/**
 * The latest of the fits to `observations`. The first is made with `first` points, each later one at the end of a batch with
 * 8 % more points, starting where the one before it ended; so a fit depends on the observations alone, whoever asks and
 * whenever. `known` are the fits to be gone on from, made of the same observations.
 */
export function fitModel(
  space: ModelSpace,
  observations: readonly Observation[],
  batchSize: number,
  first: number,
  known: readonly ModelFit[] = [],
): ModelFit[] {
  const fits = [...known];
  let count = nextCount(fits.at(-1), batchSize, first);
  while (count <= observations.length) {
    const data = modelData(space, remembered(observations.slice(0, count), batchSize));
    const last = fits.at(-1);
    const posterior = new LogPosterior(data);
    const theta =
      last === undefined
        ? fitHyperparameters(posterior, priorMeans(space.categorical.length), FIRST)
        : fitHyperparameters(posterior, last.theta, LATER);
    const other = sampleHyperparameters(posterior, theta, createRng(0, "hyperparameters", 0, count));
    fits.push({ count, theta, other });
    count = nextCount(fits.at(-1), batchSize, first);
  }
  return fits;
}

function nextCount(last: ModelFit | undefined, batchSize: number, first: number): number {
  if (last === undefined) return first;
  return batchSize * Math.ceil((GROWTH * last.count) / batchSize);
}
