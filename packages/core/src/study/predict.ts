import { InvalidOptionError } from "../errors.js";
import { drawPrediction } from "../sampler/draw-prediction.js";
import { checkCount } from "./budget.js";
import type { PredictOptions } from "./predict-options.js";
import { proposalRequest } from "./proposal-request.js";
import type { StudyCore } from "./study-core.js";
import { checkSeed } from "./study-header.js";

/** The draw behind `Study.predict`. */
export async function predict<P>(core: StudyCore<P>, options: PredictOptions): Promise<P[]> {
  const { state, space, sampler } = core;
  const count = countOf(options, state.header.batchSize);
  const { seed = state.header.seed, workers } = options;
  checkSeed(seed);
  if (workers !== undefined && sampler.predict === undefined) {
    throw new InvalidOptionError(
      `workers is ${workers}, but the sampler "${sampler.name}" has none; give the study threadedSampler(...) of @shac/threading, or leave workers out.`,
    );
  }
  const asked = proposalRequest(state, space, new AbortController().signal, count);
  const request = { ...asked, seed, batch: state.summaries.length };
  const points = await (sampler.predict?.(request, options) ?? drawPrediction(sampler, request, options));
  return points.map((point) => space.decode(point));
}

function countOf({ numSamples, numBatches }: PredictOptions, batchSize: number): number {
  if (numSamples !== undefined) checkCount("numSamples", numSamples);
  if (numBatches !== undefined) checkCount("numBatches", numBatches);
  if (numSamples === undefined && numBatches === undefined) return 1;
  return (numSamples ?? 0) + (numBatches ?? 0) * batchSize;
}
