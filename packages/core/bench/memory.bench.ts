import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { float, inlineBackend, randomSampler, Study, searchSpace } from "@shac/core";
import type { Measurement } from "./record.js";

const CALLS = 1_000_000;
const TRIALS = 50_000;
const BATCH_SIZE = 100;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes that are held, on the heap and beside it. */
function held(): number {
  for (let i = 0; i < 3; i++) collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What a million evaluations leave behind that came and went. */
async function measureBackend(): Promise<Measurement> {
  const backend = inlineBackend(() => 0);
  await backend.open({ id: "bench", name: "bench", fingerprint: "" }, () => {});
  const channel = { signal: new AbortController().signal, onStart() {}, onReport() {}, onLog() {}, onAttributes() {} };
  const evaluate = async (from: number, to: number): Promise<void> => {
    for (let trial = from; trial < to; trial++) {
      await backend.evaluate(
        { studyId: "bench", trial, attempt: 1, params: { x: trial }, seed: 1, pruning: [] },
        channel,
      );
    }
  };
  await evaluate(0, 100_000);
  const before = held();
  await evaluate(100_000, 100_000 + CALLS);
  const grown = (held() - before) / 1024;
  await backend.close();
  return {
    what: `inline backend: growth over ${CALLS.toLocaleString("en")} calls of evaluate`,
    measured: `${grown.toFixed(0)} KiB`,
    limit: "flat",
  };
}

/** What a study in memory holds of each trial, once its code is warm, and what its params and its point take by themselves. */
async function measureStudy(dimensions: number): Promise<Measurement[]> {
  const names = Array.from({ length: dimensions }, (_, i) => `x${i}`);
  const space = searchSpace(Object.fromEntries(names.map((name) => [name, float(0, 1)])));
  const search = async (totalBudget: number) => {
    const sampler = randomSampler();
    const study = new Study({ space, totalBudget, numBatches: totalBudget / BATCH_SIZE, seed: 1, sampler });
    await study.fit(({ x0 }) => x0 as number);
    return study;
  };
  await search(2 * BATCH_SIZE);
  const before = held();
  const study = await search(TRIALS);
  const whole = held();
  const params = study.trials.map((trial) => Object.freeze(JSON.parse(JSON.stringify(trial.params)) as object));
  const withParams = held();
  const block = new Float64Array(TRIALS * dimensions);
  const points = params.map((_, i) => block.subarray(i * dimensions, (i + 1) * dimensions));
  const withPoints = held();
  const perTrial = (bytes: number): number => Math.round(bytes / TRIALS);
  const [all, own] = [perTrial(whole - before), perTrial(withPoints - whole)];
  if (study.trials.length + points.length !== 2 * TRIALS) throw new Error("something was collected too early");
  const what = `study in memory, ${dimensions} parameter${dimensions > 1 ? "s" : ""}`;
  return [
    { what: `${what}: a trial`, measured: `${all} bytes` },
    {
      what: `${what}: of it parameters`,
      measured: `${own} bytes (params ${perTrial(withParams - whole)}, point ${perTrial(withPoints - withParams)})`,
    },
    { what: `${what}: the rest`, measured: `${all - own} bytes`, limit: "300 bytes" },
  ];
}

export const measurements: readonly Measurement[] = [
  await measureBackend(),
  ...(await measureStudy(1)),
  ...(await measureStudy(3)),
  ...(await measureStudy(10)),
];
