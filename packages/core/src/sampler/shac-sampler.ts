import { type Cascade, checkRelaxChecks, createCascade } from "../cascade/cascade.js";
import { InvalidOptionError } from "../errors.js";
import type { SearchSpace } from "../space/search-space.js";
import { type BoosterOptions, resolveBoosterOptions } from "../trees/booster-options.js";
import { drawAccepted } from "./draw-accepted.js";
import { isSameObservation } from "./same-observation.js";
import type { Observation, Proposal, ProposalRequest, Sampler } from "./sampler.js";
import { type ShacSchedule, shacSchedule } from "./shac-schedule.js";
import { type TrainedCascade, trainCascade, untrainedCascade } from "./train-cascade.js";
import { drawUniform } from "./uniform-draw.js";

/** Settings of the sampler of the paper. */
export interface ShacSamplerOptions {
  /** Leave out the cross-validation that a stage must pass with an accuracy of at least 0.5. Default false. */
  readonly skipCvChecks?: boolean;
  /** End the search when a stage gives no classifier. Default false: its points are left out and the search goes on. */
  readonly earlyStop?: boolean;
  /** How many classifiers may refuse a point: a number, or `true` for the least that leaves anything. Default 0. */
  readonly relaxChecks?: number | true;
  /** Upper bound on the number of classifiers, from 1. Default 18, the paper's. */
  readonly maxClassifiers?: number;
  /** How the trees of each classifier are boosted. */
  readonly booster?: BoosterOptions;
}

/**
 * Successive Halving and Classification (Kumar, Dahl, Vasudevan, Norouzi 2018, arXiv 1805.10255): after each Tc points a
 * boosted-tree classifier learns which of them are better than their median; the next points are drawn uniformly from
 * where all classifiers so far agree.
 *
 * @throws InvalidOptionError for settings out of range
 */
export function shacSampler(options: ShacSamplerOptions = {}): Sampler {
  const { skipCvChecks = false, earlyStop = false, relaxChecks = 0, maxClassifiers = 18 } = options;
  const booster = resolveBoosterOptions(options.booster);
  checkRelaxChecks(relaxChecks);
  if (!(Number.isSafeInteger(maxClassifiers) && maxClassifiers >= 1)) {
    throw new InvalidOptionError(`maxClassifiers is ${maxClassifiers}; give a whole number from 1.`);
  }
  const stageOptions = { skipCvChecks, relaxChecks, booster };
  const latest = new WeakMap<SearchSpace<unknown>, TrainedCascade>();

  const train = (request: ProposalRequest): TrainedCascade => {
    const { space, observations } = request;
    const schedule = shacSchedule(request, maxClassifiers);
    const known = latest.get(space);
    const holds = known !== undefined && stillHolds(known, schedule, observations);
    const from = holds ? known : untrainedCascade(space.axes, stageOptions);
    const trained = trainCascade(space.axes, observations, schedule, stageOptions, from);
    latest.set(space, trained);
    return trained;
  };

  return {
    name: "shac",
    options: { skipCvChecks, earlyStop, relaxChecks, maxClassifiers, booster: { ...booster } },
    propose(request: ProposalRequest): Proposal {
      const trained = train(request);
      const { stages } = trained;
      if (earlyStop && stages.some(({ state }) => state === "refused")) {
        return { points: [], stages, stop: "no-classifier" };
      }
      const { points, exact, notices } = draw(request, trained);
      return { points, stages, exact, notices: [...scheduleNotices(request, maxClassifiers), ...notices] };
    },
    cascade(request: ProposalRequest): Cascade {
      const trained = train(request);
      return createCascade(request.space.axes, { ...trained, relaxChecks, starts: startsOf(request, trained) });
    },
  };
}

/** Points that a Markov chain may begin at; among so many of the newest some are accepted. */
const MAX_STARTS = 1000;

/** Whether the cascade is what training on these observations from the start would give. */
function stillHolds(
  { classifiers, stages, slices }: TrainedCascade,
  schedule: ShacSchedule,
  observations: readonly Observation[],
): boolean {
  // When enough classifiers are there, no further stage is tried.
  const beforeLast = classifiers.length - (stages.at(-1)?.state === "active" ? 1 : 0);
  if (slices.length > 0 && beforeLast >= schedule.classifiers) return false;
  let at = 0;
  for (const slice of slices) {
    if (slice.length !== schedule.pointsPerStage) return false;
    for (const was of slice) {
      const is = observations[at++];
      // Most are known by identity, which spares the call: there may be 100,000 for each proposal.
      if (was !== is && (is === undefined || !isSameObservation(was, is))) return false;
    }
  }
  return true;
}

/** The newest first, so that a Markov chain goes on where the last batch ended. */
function startsOf({ observations }: ProposalRequest, { found }: TrainedCascade): readonly Float64Array[] {
  const starts = observations
    .slice(-MAX_STARTS)
    .map(({ point }) => point)
    .reverse();
  return found === undefined ? starts : [...starts, found];
}

function draw(
  request: ProposalRequest,
  trained: TrainedCascade,
): Required<Pick<Proposal, "points" | "exact" | "notices">> {
  const { space, count, rng } = request;
  const fromAnywhere = (from: number): Float64Array[] =>
    Array.from({ length: count - from }, (_, i) => drawUniform(space, rng("uniform", from + i)));
  if (trained.classifiers.length === 0) return { points: fromAnywhere(0), exact: true, notices: [] };
  const streams = (round: number) => rng("region", round);
  const { points, exact } = drawAccepted(trained.region, space, count, streams, startsOf(request, trained));
  if (points.length === count) return { points, exact, notices: [] };
  const rest = fromAnywhere(points.length);
  const notice =
    `The space's constraints leave next to nothing of what the classifiers accept: ` +
    `${rest.length} of ${count} points come from the whole space.`;
  return { points: [...points, ...rest], exact: false, notices: [notice] };
}

function scheduleNotices(request: ProposalRequest, maxClassifiers: number): string[] {
  if (request.batch !== 0) return [];
  const { pointsPerStage, rawPointsPerStage, classifiers } = shacSchedule(request, maxClassifiers);
  if (pointsPerStage === rawPointsPerStage) return [];
  return [
    `Batches of ${request.batchSize} are too small to train a classifier each; every ${pointsPerStage} points train one, ${classifiers} in all.`,
  ];
}
