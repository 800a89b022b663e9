import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { categorical, float, int, randomSampler, Study, searchSpace } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { serveDashboard } from "@shac/dashboard";

const TRIALS = 100_000;
const STUDIES = 1000;
const REPETITIONS = 7;

export const measurements: { readonly what: string; readonly measured: string }[] = [];

const space = searchSpace({
  a: float(0, 1),
  b: float(1e-5, 1, { log: true }),
  c: int(1, 9),
  d: categorical(["x", "y", "z"]),
  e: float(-1, 1),
  f: float(0, 1),
});
const dir = await mkdtemp(join(tmpdir(), "dashboard-bench-"));
await plant("large", "big", TRIALS);
for (let i = 0; i < STUDIES; i++) await plant("many", `study-${i}`, 100);

const large = await serve("large");
const first = await take(() => large("studies/big"));
record(`a study of ${TRIALS} trials, first asked for`, [first]);
await measure("its first 100 trials", (i) => large(`studies/big/trials?offset=${i}`));
await measure("100 of them anywhere, sorted by value, the second time", (i) =>
  large(`studies/big/trials?sort=value&offset=${9000 * i}`),
);
await measure(
  "the first time: all sorted",
  (i) => large(`studies/big/trials?sort=${"abcdef"[i] && `params.${"abcdef"[i]}`}`),
  6,
);
await measure("filtered by an expression", (i) => {
  const filter = `state == "complete" && (params.a < 0.${i + 1} || params.d in ["x", "y"]) && value > 1`;
  return large(`studies/big/trials?filter=${encodeURIComponent(filter)}`);
});
await measure("all as columns", () => large("studies/big/columns"));
await measure("all as CSV", () => large("studies/big/export.csv"), 1);
await measure("all as CSV, once more", () => large("studies/big/export.csv"), 3);
await measure("importance", () => large("studies/big/importance"), 1);

const many = await serve("many");
await measure(`a list of ${STUDIES} studies, first asked for`, () => many("studies"), 1);
await measure("the same, once more", () => many("studies"));
await rm(dir, { recursive: true });

async function plant(folder: string, name: string, trials: number): Promise<void> {
  const study = new Study({ name, space, totalBudget: trials, numBatches: 10, seed: 1, sampler: randomSampler() });
  await study.fit(({ a, b, c, d, e, f }, { trial }) => {
    if (trial % 50 === 49) throw new Error("it did not converge");
    return { value: a + Math.log10(b) ** 2 + c + e * e + f + (d === "x" ? 0 : 1), metrics: { product: a * b } };
  });
  await study.save(journalStorage(join(dir, folder)));
}

/** A dashboard in this process, and somebody who asks it. */
async function serve(folder: string): Promise<(path: string) => Promise<void>> {
  const { url } = await serveDashboard({ dir: join(dir, folder), port: 0, token: false });
  return async (path) => {
    const response = await fetch(`${url}api/${path}`, { headers: { "accept-encoding": "gzip" } });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  };
}

/** Milliseconds until the answer, and the longest for which the server could do nothing else. */
interface Taken {
  readonly ms: number;
  readonly blockedMs: number;
}

async function take(ask: () => Promise<void>): Promise<Taken> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const begin = performance.now();
  await ask();
  const ms = performance.now() - begin;
  delay.disable();
  return { ms, blockedMs: Math.min(ms, delay.max / 1e6) };
}

async function measure(what: string, ask: (i: number) => Promise<void>, times = REPETITIONS): Promise<void> {
  const taken: Taken[] = [];
  for (let i = 0; i < times; i++) taken.push(await take(() => ask(i)));
  record(what, taken);
}

function record(what: string, taken: readonly Taken[]): void {
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(0);
  const [ms, blockedMs] = [median(taken.map((each) => each.ms)), median(taken.map((each) => each.blockedMs))];
  measurements.push({ what, measured: `${ms} ms, of which at most ${blockedMs} ms at a stretch` });
}
