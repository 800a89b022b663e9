// pnpm cost [--save NAME]: seconds a proposal takes, by points known, dimensions and batch size. Each cell has a process of its own:
// tsx src/cost.ts DIMENSIONS POINTS BATCH_SIZE SAMPLER
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  createRng,
  float,
  type Observation,
  type ProposalRequest,
  type SearchSpace,
  searchSpace,
  shacGpSampler,
  shacSampler,
} from "@shac/core";
import { line } from "./table.js";

const DIMENSIONS = [5, 20, 50];
const POINTS = [100, 1000, 10_000];
const BATCHES = [1, 10, 100, 1000];
/** A model that is fitted anew has so many times more points. */
const GROWTH = 1.15;

interface Cost {
  /** Processor time of a batch when the model is fitted already. */
  readonly batch: number;
  /** What fitting anew adds to the batch after which it is done. */
  readonly fit: number;
  /** Of the process, in MB. */
  readonly memory: number;
}

const args = process.argv.slice(2);
if (/^\d+$/.test(args[0] ?? "")) {
  const [dimensions = 0, points = 0, batchSize = 0] = args.slice(0, 3).map(Number);
  process.stdout.write(JSON.stringify(await measure(dimensions, points, batchSize, args[3] ?? "shac-gp")));
} else {
  const text = table().join("\n");
  console.log(text);
  const at = args.indexOf("--save");
  if (at >= 0) writeFileSync(new URL(`../results/${args[at + 1]}.md`, import.meta.url), `${text}\n`);
}

async function measure(dimensions: number, points: number, batchSize: number, name: string): Promise<Cost> {
  const names = Array.from({ length: dimensions }, (_, i) => `x${i + 1}`);
  const space = searchSpace(Object.fromEntries(names.map((each) => [each, float(0, 1)])));
  const sampler = name === "shac" ? shacSampler() : shacGpSampler();
  const observations = observe(space, Math.ceil((GROWTH * points) / batchSize) * batchSize, batchSize);
  const timed = async (count: number): Promise<number> => {
    const request = requestOf(space, observations.slice(0, count), batchSize);
    const start = process.cpuUsage().user;
    await sampler.propose(request);
    return (process.cpuUsage().user - start) / 1e6;
  };
  await timed(points);
  const batch = await timed(points);
  const fit = Math.max((await timed(observations.length)) - batch, 0);
  return { batch, fit, memory: process.resourceUsage().maxRSS / 1024 };
}

/** A bowl with waves, seen at random points that come nearer to its centre. */
function observe(space: SearchSpace<unknown>, count: number, batchSize: number): Observation[] {
  const rng = createRng(1, "cost");
  return Array.from({ length: count }, (_, number) => {
    const spread = 1 / (1 + number / 200);
    const point = space.snap(Float64Array.from(space.axes, () => 0.4 + (rng.next() - 0.4) * spread));
    const loss = point.reduce((sum, u) => sum + (u - 0.4) ** 2 + 0.01 * Math.cos(30 * u), 0);
    return { number, batch: Math.floor(number / batchSize), point, loss, violation: 0 };
  });
}

function requestOf(
  space: SearchSpace<unknown>,
  observations: readonly Observation[],
  batchSize: number,
): ProposalRequest {
  const batch = observations.length / batchSize;
  return {
    space,
    batch,
    count: batchSize,
    batchSize,
    seed: 1,
    totalBudget: 20_000,
    initialBudget: 20_000,
    observations,
    pending: [],
    rng: (purpose, index) => createRng(1, purpose, batch, index),
    signal: new AbortController().signal,
  };
}

function table(): string[] {
  const rows = POINTS.flatMap((points) =>
    DIMENSIONS.map((dimensions) => {
      const cells = BATCHES.map((batch) => cost(dimensions, points, Math.min(batch, points), "shac-gp"));
      const shac = cost(dimensions, points, 100, "shac");
      const seconds = cells.map(({ batch }, i) => show(batch / Math.min(BATCHES[i] as number, points)));
      const fit = Math.max(...cells.map((cell) => cell.fit));
      const memory = Math.max(...cells.map((cell) => cell.memory)).toFixed(0);
      console.error(`${points} points, ${dimensions} dimensions: ${seconds.join(" ")}`);
      return line([`${points}`, `${dimensions}`, ...seconds, show(fit), memory, show(shac.batch / 100)]);
    }),
  );
  return [
    "# Seconds a proposal",
    "",
    `- Date: ${new Date().toISOString().slice(0, 10)}; 2-core x86-64 Linux virtual machine; Node ${process.version}`,
    "- Command: `pnpm cost --save cost` in bench/; processor time of one core, in milliseconds",
    "- Fitting anew happens whenever there are 15 % more points, and is not in the columns before it. With 100 points, batches of 1000 are of 100",
    "",
    line(["points", "d", ...BATCHES.map((batch) => `W = ${batch}`), "fit anew", "MB", "shac, W = 100"]),
    line(Array.from({ length: BATCHES.length + 5 }, () => "---")),
    ...rows,
  ];
}

function show(seconds: number): string {
  return (1000 * seconds).toPrecision(2);
}

function cost(dimensions: number, points: number, batchSize: number, sampler: string): Cost {
  const script = fileURLToPath(import.meta.url);
  const words = ["--import", "tsx", script, String(dimensions), String(points), String(batchSize), sampler];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: "utf8" })) as Cost;
}
