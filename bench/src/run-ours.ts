import { randomSampler, type Sampler, shacGpSampler, shacSampler } from "@shac/core";
import type { BenchOptions } from "./options.js";
import { problemOf } from "./problems.js";
import { runSearch } from "./run-search.js";
import { keepRun, keyOfRun, readRuns } from "./runs.js";

const SAMPLERS: Readonly<Record<string, () => Sampler>> = {
  "shac-gp": () => shacGpSampler(),
  shac: () => shacSampler(),
  random: () => randomSampler(),
};

/** Runs every search that is not there yet. */
export async function runOurs({ samplers, problems, totalBudget, batchSize, seeds }: BenchOptions): Promise<void> {
  const done = new Set(readRuns().map(keyOfRun));
  for (const seed of seeds) {
    for (const name of problems) {
      const problem = problemOf(name);
      for (const sampler of samplers) {
        const create = SAMPLERS[sampler];
        if (create === undefined) {
          throw new Error(`There is no sampler ${sampler}; there are ${Object.keys(SAMPLERS).join(", ")}.`);
        }
        const run = { sampler, problem: name, totalBudget, batchSize, seed };
        if (done.has(keyOfRun(run))) continue;
        keepRun({ ...run, ...(await runSearch(problem, create(), { totalBudget, batchSize }, seed)) });
      }
    }
  }
}
