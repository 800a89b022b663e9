// pnpm pruning [--save NAME]: what the default sampler finds with and without pruners, on trainings that are made up.
import { writeFileSync } from "node:fs";
import {
  categorical,
  createRng,
  float,
  int,
  medianPruner,
  type ObjectiveContext,
  Study,
  type StudyOptions,
  searchSpace,
  shacGpSampler,
  successiveHalvingPruner,
} from "@shac/core";
import type { Params, Problem } from "./problem.js";
import { normal } from "./random-structure.js";
import { line, quantile } from "./table.js";

const STEPS = 20;
const BUDGET = 80;
const BATCHES = 8;
const SEEDS = 10;

/** A training that comes down from 3 to its final loss. */
interface Training {
  readonly name: string;
  readonly space: Problem["space"];
  /** How far the loss in the end is above the least one. */
  readonly regret: (params: Params) => number;
  /** How fast it comes down; about 2 is done at the end. */
  readonly speed: (params: Params) => number;
  /** Standard deviation of every report, as a share of it. */
  readonly noise: number;
}

const four = searchSpace({ a: float(0, 1), b: float(0, 1), c: float(0, 1), d: float(0, 1) });
const bowl = (params: Params): number => {
  const { a = 0, b = 0, c = 0, d = 0 } = params as Readonly<Record<string, number>>;
  return 4 * (a - 0.3) ** 2 + 2 * (b - 0.6) ** 2 + (c - 0.5) ** 2 + 0.5 * (a + d - 1.1) ** 2;
};

const KINDS = { a: 0.8, b: 0, c: 0.4, d: 1, e: 0.6 };
const MODES = { a: 0.3, b: 0.6, c: 0, d: 0.5 };
const mixed = searchSpace({
  kind: categorical(["a", "b", "c", "d", "e"]),
  mode: categorical(["a", "b", "c", "d"]),
  size: int(1, 8),
  x: float(0, 1),
  y: float(0, 1),
});
const categories = (params: Params): number => {
  const { kind, mode, size, x, y } = params as ReturnType<typeof mixed.decode>;
  const best = { size: kind === "b" ? 6 : 3, x: mode === "c" ? 0.3 : 0.8 };
  return KINDS[kind] + MODES[mode] + 0.15 * Math.abs(size - best.size) + (x - best.x) ** 2 + 2 * (y - 0.6) ** 2;
};

/** Trainings take parameters of any names. */
const untyped = (space: unknown) => space as Problem["space"];
const TRAININGS: readonly Training[] = [
  { name: "all equally fast", space: untyped(four), regret: bowl, speed: () => 8, noise: 0 },
  {
    name: "curves that cross",
    space: untyped(four),
    regret: bowl,
    speed: ({ b, d }) => 2 + 16 * (b as number) * (d as number),
    noise: 0,
  },
  { name: "noisy reports", space: untyped(four), regret: bowl, speed: () => 8, noise: 0.03 },
  { name: "categories", space: untyped(mixed), regret: categories, speed: () => 5, noise: 0 },
];

const PRUNERS: readonly (readonly [string, Pick<StudyOptions<Problem["space"]>, "pruner">])[] = [
  ["no pruner", {}],
  ["median", { pruner: medianPruner() }],
  ["successive halving", { pruner: successiveHalvingPruner() }],
];

const rows: string[] = [];
for (const training of TRAININGS) {
  const cells: string[] = [];
  for (const [, options] of PRUNERS) cells.push(await searches(training, options));
  rows.push(line([training.name, ...cells]));
  console.error(rows.at(-1));
}
const args = process.argv.slice(2);
const text = [
  "# Pruners beside the default sampler",
  "",
  `- Date: ${new Date().toISOString().slice(0, 10)}; Node ${process.version}`,
  `- Command: \`pnpm pruning ${args.join(" ")}\` in bench/`,
  `- ${BUDGET} trainings of ${STEPS} steps in batches of ${BUDGET / BATCHES}: median regret [10 %, 90 %] of ${SEEDS} searches, and the median share of all steps that were made`,
  "",
  line(["trainings", ...PRUNERS.map(([name]) => name)]),
  line(["---", "---", "---", "---"]),
  ...rows,
  "",
].join("\n");
console.log(text);
const at = args.indexOf("--save");
if (at >= 0) writeFileSync(new URL(`../results/${args[at + 1]}.md`, import.meta.url), text);

async function searches(training: Training, options: (typeof PRUNERS)[number][1]): Promise<string> {
  const regrets: number[] = [];
  const shares: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const steps = { count: 0 };
    const study = new Study<Params>({
      name: training.name,
      space: training.space,
      sampler: shacGpSampler(),
      totalBudget: BUDGET,
      numBatches: BATCHES,
      seed,
      ...options,
      objective: (params, context) => train(training, seed, params, context, steps),
    });
    await study.fit();
    regrets.push(training.regret(study.best?.params ?? {}));
    shares.push(steps.count / (BUDGET * STEPS));
  }
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => quantile(regrets, share).toPrecision(2));
  return `**${median}** [${low}, ${high}], ${(100 * quantile(shares, 0.5)).toFixed(0)} %`;
}

function train(
  { regret, speed, noise }: Training,
  seed: number,
  params: Params,
  { trial, report, shouldPrune }: ObjectiveContext,
  steps: { count: number },
): number {
  const rng = createRng(seed, "noise", 0, trial);
  const final = 0.02 + regret(params);
  let loss = 3;
  for (let step = 1; step <= STEPS && !shouldPrune(); step++) {
    loss = final + (3 - final) * Math.exp((-speed(params) * step) / STEPS);
    loss *= 1 + noise * normal(rng);
    steps.count++;
    report(step, loss);
  }
  return loss;
}
