import type { DrawOptions } from "../sampler/sampler.js";

/** What `predict` draws. */
export interface PredictOptions extends DrawOptions {
  /** Points to draw; default 1 when `numBatches` is absent too. */
  readonly numSamples?: number;
  /** Batches of W points to draw, in addition to `numSamples`. */
  readonly numBatches?: number;
  /** uint32, default the study's seed. Equal calls give equal points; another seed gives others. */
  readonly seed?: number;
}
