// A search in a process of its own: node search.mjs FOLDER TRIALS MILLISECONDS
import { setTimeout } from "node:timers/promises";
import { float, randomSampler, Study, searchSpace } from "@shac/core";
import { journalStorage } from "@shac/core/node";

const [dir, trials, ms] = process.argv.slice(2);
const space = searchSpace({ x: float(0, 1), y: float(0, 1) });
const options = { name: "a", space, totalBudget: Number(trials), numBatches: 10, seed: 5, sampler: randomSampler() };
const study = await Study.open(options, { storage: journalStorage(dir) });
await study.fit(async ({ x, y }, { report }) => {
  report(0, x);
  if (ms > 0) await setTimeout(Number(ms));
  return x * y;
});
await study.close();
