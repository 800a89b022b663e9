import type { Sampler } from "../../sampler/sampler.js";

/** What the sampler cases need of a sampler. */
export interface SamplerHarness {
  /** A new sampler, with the same options at each call. It is asked for studies of 40 points in batches of 10. */
  create(): Sampler;
  /** After so many milliseconds a case that has not ended fails. Default 30,000. */
  readonly timeoutMs?: number;
  /** Cases that do not hold for this sampler, by id, each with its reason. List them in the package's README. */
  readonly gaps?: Readonly<Record<string, string>>;
}

/** One check of the `Sampler` contract. */
export interface SamplerCase {
  readonly title: string;
  /** Why the case does not concern such a sampler. */
  appliesTo?(sampler: Sampler): true | string;
  check(harness: SamplerHarness): Promise<void>;
}
