import type { ConformanceCase } from "../conformance-case.js";
import { within } from "../within.js";
import { OBSERVATION_CASES } from "./observation-cases.js";
import { POINT_CASES } from "./point-cases.js";
import { PURITY_CASES } from "./purity-cases.js";
import type { SamplerCase, SamplerHarness } from "./sampler-harness.js";
import { STAGE_CASES } from "./stage-cases.js";

const CASES: Readonly<Record<string, SamplerCase>> = {
  ...POINT_CASES,
  ...PURITY_CASES,
  ...OBSERVATION_CASES,
  ...STAGE_CASES,
};

/**
 * The contract of `Sampler` as cases for any test runner. Those of the cascade are skipped for a sampler without one.
 *
 * @example
 * for (const { id, title, skip, run } of samplerCases({ create: () => shacSampler() })) {
 *   test(`${id} ${title}`, { skip: skip ?? false }, run);
 * }
 */
export function samplerCases(harness: SamplerHarness): readonly ConformanceCase[] {
  const probe = harness.create();
  return Object.entries(CASES).map(([id, { title, appliesTo, check }]) => {
    const applies = appliesTo?.(probe) ?? true;
    const skip = harness.gaps?.[id] ?? (applies === true ? undefined : applies);
    const run = (): Promise<void> => within(harness.timeoutMs ?? 30_000, check(harness));
    return { id, title, ...(skip === undefined ? {} : { skip }), run };
  });
}
