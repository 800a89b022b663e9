import { createRng, type Sampler, Study } from "@shac/core";
import type { Params, Problem } from "./problem.js";

/** Budget of a search. */
export interface Setting {
  readonly totalBudget: number;
  readonly batchSize: number;
}

export interface SearchResult {
  /** Of the point with the best observed value. */
  readonly regret: number;
  /** Processor time, evaluations included. */
  readonly seconds: number;
}

/** One search for the least value of `problem`. */
export async function runSearch(
  problem: Problem,
  sampler: Sampler,
  setting: Setting,
  seed: number,
): Promise<SearchResult> {
  const { totalBudget, batchSize } = setting;
  const study = new Study<Params>({
    name: problem.name,
    space: problem.space,
    sampler,
    totalBudget,
    numBatches: totalBudget / batchSize,
    seed,
    objective: (params, { trial }) => problem.evaluate(params, createRng(seed, "noise", 0, trial)),
  });
  const start = process.cpuUsage().user;
  await study.fit();
  const seconds = (process.cpuUsage().user - start) / 1e6;
  return { regret: await problem.regret(study.best?.params ?? {}), seconds };
}
