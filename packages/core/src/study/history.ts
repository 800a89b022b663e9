import type { VolumeBounds } from "../sampler/sampler.js";

/** What one batch brought. */
export interface BatchSummary {
  readonly batch: number;
  /** Trials finished in this batch. */
  readonly evaluations: number;
  readonly complete: number;
  readonly failed: number;
  readonly pruned: number;
  /** Best value of this batch and of the study so far; absent while nothing is complete. */
  readonly best?: number;
  readonly bestSoFar?: number;
  /** Mean value of this batch's complete trials. */
  readonly mean?: number;
  /** Classifiers that the batch was drawn from. */
  readonly stages: number;
  /** Share of the space that was accepted when the batch was drawn. */
  readonly acceptedVolume: VolumeBounds;
  /** Wall-clock seconds from proposal to last result. */
  readonly seconds: number;
}

/** What `fit` gives back: a summary a batch, in order. */
export interface History {
  readonly batches: readonly BatchSummary[];
}
