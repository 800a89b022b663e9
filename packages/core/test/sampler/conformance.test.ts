import { randomSampler, type ShacSamplerOptions, shacGpSampler, shacSampler } from "@shac/core";
import { type SamplerHarness, samplerCases } from "@shac/core/testing";
import { describe, expect, it } from "vitest";
import { FAULTS } from "./faulty-samplers.js";

const shac = (options: ShacSamplerOptions): SamplerHarness => ({ create: () => shacSampler(options) });
const shacGp: SamplerHarness = {
  create: () => shacGpSampler(),
  gaps: { R42: "its model proposes, and its cascade describes" },
};
const booster = { rounds: 20, maxDepth: 3 };

describe.each<readonly [string, SamplerHarness]>([
  ["random", { create: () => randomSampler() }],
  ["shac-gp", shacGp],
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

describe("the cases find a sampler that", () => {
  it.each(FAULTS)("$fault", async ({ create, found }) => {
    for (const { id, run } of samplerCases({ create, timeoutMs: 1000 })) {
      if (found.includes(id)) await expect(run(), id).rejects.toThrow();
    }
  });

  it("every case is failed by some fault", () => {
    const ids = samplerCases(shac({})).map(({ id }) => id);
    expect([...new Set(FAULTS.flatMap(({ found }) => found))].sort()).toEqual(ids.sort());
  });
});
