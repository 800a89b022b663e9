import { randomSampler, type ShacSamplerOptions, shacSampler } from "@shac/core";
import { type SamplerHarness, samplerCases } from "@shac/core/testing";
import { describe, it } from "vitest";

const shac = (options: ShacSamplerOptions): SamplerHarness => ({ create: () => shacSampler(options) });
const booster = { rounds: 20, maxDepth: 3 };

describe.each<readonly [string, SamplerHarness]>([
  ["random", { create: () => randomSampler() }],
  ["shac", shac({})],
  ["shac without cross-validation", shac({ booster, skipCvChecks: true })],
  ["shac that stops early", shac({ booster, earlyStop: true })],
  ["shac with relaxed checks", shac({ booster, skipCvChecks: true, relaxChecks: 1 })],
  ["shac with checks relaxed as needed", shac({ booster, skipCvChecks: true, relaxChecks: true })],
  ["shac with two classifiers", shac({ booster, maxClassifiers: 2 })],
])("%s sampler", (_, harness) => {
  for (const { id, title, skip, run } of samplerCases(harness)) {
    it.skipIf(skip !== undefined)(`${id} ${title}${skip === undefined ? "" : ` (${skip})`}`, run);
  }
});
