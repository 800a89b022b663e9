import type { Sampler } from "../sampler/sampler.js";
import type { SearchSpace } from "../space/search-space.js";

/** What a saved study may need beside its records. */
export interface RestoreOptions<P> {
  /** For a typed result, and needed where the saved space has constraints or custom parameters. */
  readonly space?: SearchSpace<P>;
  /** Needed where the study was saved with one that is not of this package. */
  readonly sampler?: Sampler;
  /** Milliseconds that writing may have to wait for another process. Default 0. */
  readonly waitMs?: number;
}
