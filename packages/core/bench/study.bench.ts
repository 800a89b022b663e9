import { float, Study, searchSpace, shacSampler, vector } from "@shac/core";
import { ackley, branin, ellipsoid, hartmann6, type TestFunction } from "./functions.js";
import type { Measurement } from "./record.js";

interface Size {
  readonly totalBudget: number;
  readonly numBatches: number;
  /** Seconds that were promised for the whole search. */
  readonly limit?: number;
  readonly repetitions?: number;
}

/** Seconds of processor time of all threads: other work on the machine hardly counts. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function fitted({ value, dimensions }: TestFunction, { totalBudget, numBatches }: Size) {
  const space = searchSpace({ x: vector(float(0, 1), dimensions) });
  const study = new Study({ space, totalBudget, numBatches, seed: 1, sampler: shacSampler() });
  await study.fit(({ x }) => value(Float64Array.from(x)));
  return study;
}

/** A whole `fit` with an objective that takes no time, and what it leaves to be predicted from. */
async function measure(fn: TestFunction, size: Size): Promise<Measurement[]> {
  const { totalBudget, numBatches, limit, repetitions = 1 } = size;
  const sizes = `${fn.name}, N=${totalBudget} M=${numBatches}`;
  let seconds = Infinity;
  let predicting = Infinity;
  for (let i = 0; i < repetitions; i++) {
    const began = processorSeconds();
    const study = await fitted(fn, size);
    const done = processorSeconds();
    await study.predict({ numSamples: 1000 });
    seconds = Math.min(seconds, done - began);
    predicting = Math.min(predicting, processorSeconds() - done);
  }
  const wholeLimit = limit === undefined ? {} : { limit: `${limit} s` };
  return [
    { what: `study.fit, ${sizes}`, measured: `${seconds.toFixed(3)} s`, ...wholeLimit },
    { what: `study.predict, 1000 points, ${sizes}`, measured: `${predicting.toFixed(4)} s` },
  ];
}

export const measurements: readonly Measurement[] = [
  ...(await measure(branin, { totalBudget: 200, numBatches: 20, limit: 0.3, repetitions: 10 })),
  ...(await measure(hartmann6, { totalBudget: 200, numBatches: 20, limit: 0.5, repetitions: 10 })),
  ...(await measure(ackley(8), { totalBudget: 200, numBatches: 20, limit: 0.7, repetitions: 10 })),
  ...(await measure(ellipsoid(20), { totalBudget: 2000, numBatches: 20, limit: 90 })),
];
