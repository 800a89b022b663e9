import type { Cascade } from "../cascade/cascade.js";
import type { SearchSpace } from "../space/search-space.js";
import { firstModelSize, firstPoints } from "./gaussian-process/first-points.js";
import { FittedModels } from "./gaussian-process/fitted-models.js";
import { halvingCascade, stagedObservations } from "./gaussian-process/halving-cascade.js";
import { modelData, remembered } from "./gaussian-process/model-data.js";
import { fitModel, type ModelFit, type ModelFits, NO_FITS } from "./gaussian-process/model-fits.js";
import { type ModelSpace, modelSpace } from "./gaussian-process/model-space.js";
import { proposeBatch } from "./gaussian-process/propose-batch.js";
import { isSameObservation } from "./same-observation.js";
import type { Observation, Proposal, ProposalRequest, Sampler, StageReport } from "./sampler.js";
import { shacSampler } from "./shac-sampler.js";
import { drawUniform } from "./uniform-draw.js";

/** What was worked out of the observations that have an outcome, all of it a function of them, to be gone on with while they are only added to. */
interface Learnt {
  readonly observations: readonly Observation[];
  readonly batchSize: number;
  readonly fits: ModelFits;
  readonly stages: readonly StageReport[];
  /** The observations that the stages tell of. */
  readonly staged: number;
}

/** Above these a search takes minutes of the model's own time, or a point tens of milliseconds. */
const MOST_EVALUATIONS = 20_000;
const MOST_DIMENSIONS = 100;
/** So many pruned trials, the latest, are kept from being proposed again. */
const MOST_PRUNED = 100;

/** What a reported stage may spend on cutting its region: a fifth of what `predict` spends, since nothing is drawn from it. */
const REPORT_WORK = 100_000;

const NOTHING: Learnt = { observations: [], batchSize: 0, fits: NO_FITS, stages: [], staged: 0 };

/**
 * A Gaussian process, fitted to the values of all points so far, proposes where it expects to improve
 * on them. Beside it stands a cascade as SHAC's, of trees that halve what is known again and again; it proposes nothing,
 * but says where the good points lie, for `predict`, `stages` and the accepted volume.
 *
 * Budgets above 20,000 and spaces of more than 100 dimensions are left to `shacSampler`.
 */
export function shacGpSampler(): Sampler {
  const shac = shacSampler();
  const latest = new WeakMap<SearchSpace<unknown>, Learnt>();
  const latestModels = new WeakMap<SearchSpace<unknown>, FittedModels>();

  const learn = (space: ModelSpace, { observations: all, batchSize }: ProposalRequest): Learnt => {
    const observations = all.filter(hasOutcome);
    const known = latest.get(space.space);
    const start = known !== undefined && holds(known, observations, batchSize) ? known : NOTHING;
    const learnt = goOn(start, space, observations, batchSize);
    latest.set(space.space, learnt);
    return learnt;
  };

  return {
    name: "shac-gp",
    options: {},
    propose(request: ProposalRequest): Proposal | Promise<Proposal> {
      if (isTooDear(request)) return shac.propose(request);
      const space = modelSpace(request.space);
      const { fits, stages, observations } = learn(space, request);
      const fit = fits.fits.at(-1);
      if (fit === undefined) return { points: firstPoints(space, request), stages };
      const trained = remembered(observations, request.batchSize);
      const models = new FittedModels(modelData(space, trained), fit, latestModels.get(request.space));
      latestModels.set(request.space, models);
      return { points: modelPoints(space, request, trained, models), stages };
    },
    cascade(request: ProposalRequest): Cascade | undefined | Promise<Cascade | undefined> {
      if (isTooDear(request)) return shac.cascade?.(request);
      const space = modelSpace(request.space);
      const { fits, observations } = learn(space, request);
      return halvingCascade(space, observations, request.batchSize, fits.fits.at(-1));
    },
  };
}

/** Whether the search is left to the sampler of the paper. It cannot work with less than two stages' worth of points. */
function isTooDear({ space, batchSize, initialBudget }: ProposalRequest): boolean {
  if (initialBudget < 2 * Math.max(10, batchSize)) return false;
  return initialBudget > MOST_EVALUATIONS || space.axes.length > MOST_DIMENSIONS;
}

/** What a pruned trial would have come to is unknown, as of one that is running: as a bad one it would be a cliff beside the best. */
function hasOutcome({ pruned }: Observation): boolean {
  return pruned === undefined;
}

function holds(known: Learnt, observations: readonly Observation[], batchSize: number): boolean {
  return (
    known.batchSize === batchSize &&
    known.observations.length <= observations.length &&
    known.observations.every((was, i) => isSameObservation(was, observations[i] as Observation))
  );
}

function goOn(known: Learnt, space: ModelSpace, observations: readonly Observation[], batchSize: number): Learnt {
  const first = firstModelSize(observations, space.categorical.length, batchSize);
  const fits = first === undefined ? NO_FITS : fitModel(space, observations, batchSize, first, known.fits);
  const staged = stagedObservations(observations.length);
  const stages =
    staged === known.staged ? known.stages : stagesOf(space, observations.slice(0, staged), batchSize, fits.fits);
  return { observations, batchSize, fits, stages, staged };
}

function stagesOf(
  space: ModelSpace,
  observations: readonly Observation[],
  batchSize: number,
  fits: readonly ModelFit[],
): readonly StageReport[] {
  const fit = fits.findLast(({ count }) => count <= observations.length);
  return halvingCascade(space, observations, batchSize, fit, REPORT_WORK).stages;
}

function modelPoints(
  space: ModelSpace,
  request: ProposalRequest,
  trained: readonly Observation[],
  models: FittedModels,
): Float64Array[] {
  const { observations, count, rng } = request;
  const pruned = observations.filter((each) => !hasOutcome(each)).slice(-MOST_PRUNED);
  const pending = [...pruned.map(({ point }) => point), ...request.pending];
  const draws = rng("gaussian-process", 0);
  const points = proposeBatch({ space, models, trained, observations, pending, count, rng: draws });
  // Where nothing new is left, old points are better than none.
  while (points.length < count) points.push(drawUniform(space.space, rng("uniform", points.length)));
  return points;
}
