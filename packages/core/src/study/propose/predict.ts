import { InvalidOptionError } from "../../errors.js";
import { drawPrediction } from "../../sampler/draw-prediction.js";
import type { DrawOptions } from "../../sampler/sampler.js";
import { checkCount, checkSeed } from "../check-number.js";
import type { StudyCore } from "../study-core.js";
import { proposalRequest } from "./proposal-request.js";

/** What `predict` draws. */
export interface PredictOptions extends DrawOptions {
  /** Points to draw; default 1 when `numBatches` is absent too. */
  readonly numSamples?: number;
  /** Batches of W points to draw, in addition to `numSamples`. */
  readonly numBatches?: number;
  /** uint32, default the study's seed. Equal calls give equal points; another seed gives others. */
  readonly seed?: number;
}

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
  const asked = proposalRequest(state, space, count);
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
