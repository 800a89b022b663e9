import { EmptyRegionError, InvalidOptionError } from "../errors.js";
import { createRng, type Rng } from "../rng.js";
import { drawAccepted } from "../sampler/draw-accepted.js";
import { drawUniform } from "../sampler/uniform-draw.js";
import { checkCount } from "./budget.js";
import type { PredictOptions } from "./predict-options.js";
import { proposalRequest } from "./proposal-request.js";
import type { StudyCore } from "./study-core.js";
import { checkSeed } from "./study-header.js";

/** The draw behind `Study.predict`. */
export async function predict<P>(core: StudyCore<P>, options: PredictOptions): Promise<P[]> {
  const { state, space } = core;
  const count = countOf(options, state.header.batchSize);
  const { seed = state.header.seed } = options;
  checkSeed(seed);
  const rng = (index: number) => createRng(seed, "predict", state.summaries.length, index);
  const points = await drawFromCascade(core, options, count, rng);
  return points.map((point) => space.decode(point));
}

function countOf({ numSamples, numBatches }: PredictOptions, batchSize: number): number {
  if (numSamples !== undefined) checkCount("numSamples", numSamples);
  if (numBatches !== undefined) checkCount("numBatches", numBatches);
  if (numSamples === undefined && numBatches === undefined) return 1;
  return (numSamples ?? 0) + (numBatches ?? 0) * batchSize;
}

async function drawFromCascade<P>(
  { state, space, sampler }: StudyCore<P>,
  { maxClassifiers, relaxChecks }: PredictOptions,
  count: number,
  rng: (index: number) => Rng,
): Promise<readonly Float64Array[]> {
  const request = proposalRequest(state, space, new AbortController().signal, count);
  const cascade = await sampler.cascade?.(request);
  if (cascade === undefined && (maxClassifiers ?? 0) > 0) {
    throw new InvalidOptionError(
      `maxClassifiers is ${maxClassifiers}, but the sampler "${sampler.name}" trains no classifiers; leave it out.`,
    );
  }
  const region = cascade?.region({
    ...(maxClassifiers !== undefined && { maxClassifiers }),
    ...(relaxChecks !== undefined && { relaxChecks }),
  });
  if (cascade === undefined || region === undefined || region.volume.lower === 1) {
    return Array.from({ length: count }, (_, index) => drawUniform(space, rng(index)));
  }
  const { points } = drawAccepted(region, space, count, rng, cascade.starts);
  if (points.length === count) return points;
  throw new EmptyRegionError(
    cascade.classifiers.length,
    `The space's constraints refuse what the classifiers accept: ${points.length} of ${count} points were found; use fewer classifiers or relax their checks.`,
  );
}
