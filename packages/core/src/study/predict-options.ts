/** What `predict` draws. */
export interface PredictOptions {
  /** Points to draw; default 1 when `numBatches` is absent too. */
  readonly numSamples?: number;
  /** Batches of W points to draw, in addition to `numSamples`. */
  readonly numBatches?: number;
  /** Use only the first so many classifiers; default all. */
  readonly maxClassifiers?: number;
  /** How many classifiers may refuse a point: a number, or `true` for the least that leaves anything. Default the sampler's. */
  readonly relaxChecks?: number | true;
  /** uint32, default the study's seed. Equal calls give equal points; another seed gives others. */
  readonly seed?: number;
}
