import {
  canonicalJson,
  createRng,
  customParameter,
  type JsonObject,
  type JsonScalar,
  medianPruner,
  type Objective,
  type Outcome,
  type ParameterSpace,
  type Rng,
  randomSampler,
  type Sampler,
  type SearchSpace,
  type StudyOptions,
  shacGpSampler,
  shacSampler,
  successiveHalvingPruner,
} from "@shac/core";
import fc from "fast-check";
import { arbitrarySpace } from "../space/arbitrary-space.js";

/** A study drawn by a seed, with an objective that is a function of params and trial alone. */
export interface RandomStudy {
  readonly options: StudyOptions<ParameterSpace<JsonObject>> & {
    readonly name: string;
    readonly totalBudget: number;
    readonly numBatches: number;
    readonly direction: "minimize" | "maximize";
    readonly mode: "batch" | "async";
  };
  /** @param pause awaited in the midst of an evaluation, where it may change the order of completion */
  objective(pause: (trial: number) => Promise<void>): Objective<SearchSpace>;
}

/** Kinds whose values are objects and lists. */
const ring = customParameter({
  kind: "attack-ring",
  fromUnit: (u, { scale }: { scale: number }) => ({ angle: u * scale, $: [u < 0.5, null] }),
  toUnit: ({ angle }: { angle: number }, { scale }) => angle / scale,
});
const rung = customParameter({
  kind: "attack-rung",
  cells: ({ rungs }: { rungs: number }) => rungs,
  fromUnit: (u, { rungs }) => [Math.floor(u * rungs), "rung"],
  toUnit: (value: readonly (number | string)[], { rungs }) => ((value[0] as number) + 0.5) / rungs,
});

/** A number in [0, 1) that depends on its arguments alone. */
function chanceOf(seed: number, value: JsonObject, trial = 0): number {
  const text = canonicalJson(value);
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
  return createRng(seed ^ hash, "chance", 0, trial).next();
}

function pick<T>(random: Rng, list: readonly T[]): T {
  return list[random.below(list.length)] as T;
}

/** `count` studies of small size; equal arguments give equal studies. */
export function randomStudies(seed: number, count: number): readonly RandomStudy[] {
  return fc.sample(arbitrarySpace, { seed, numRuns: count }).map((space, i) => randomStudy(seed + i, space));
}

/** Of the studies `count` that are over soon, with many points in each batch. */
export function smallOnes(studies: readonly RandomStudy[], count: number): readonly RandomStudy[] {
  const isSmall = ({ totalBudget, numBatches }: RandomStudy["options"]) => totalBudget <= 60 && numBatches <= 4;
  return studies.filter(({ options }) => isSmall(options)).slice(0, count);
}

function randomStudy(seed: number, bare: ParameterSpace<JsonObject>): RandomStudy {
  const random = createRng(seed, "random-study");
  const space = withConstraint(seed, withCustomKinds(bare, random), random);
  const batchSize = pick(random, [1, 3, 8, 12, 20]);
  const numBatches = Math.ceil(random.below(pick(random, [80, 240])) / batchSize) + Math.ceil(11 / batchSize) + 1;
  const options = {
    name: `random-${seed}`,
    space,
    direction: pick(random, ["minimize", "maximize"] as const),
    totalBudget: batchSize * numBatches,
    numBatches,
    seed,
    mode: pick(random, ["batch", "batch", "batch", "batch", "async"] as const),
    sampler: randomSamplerOf(random),
    ...pick(random, [{}, {}, { constraints: { half: { min: -0.1, max: 0.15 } } }]),
    ...pick(random, [
      {},
      {},
      { pruner: medianPruner({ startupTrials: 2 }) },
      { pruner: successiveHalvingPruner({ reductionFactor: 2 }) },
    ]),
  };
  return { options, objective: objectiveOf(seed, space, random) };
}

function withCustomKinds(space: ParameterSpace<JsonObject>, random: Rng): ParameterSpace<JsonObject> {
  if (random.next() > 0.3) return space;
  // Of a space made in a loop, types do not know what its parameters are.
  const open = space as unknown as ParameterSpace<{ first: JsonScalar }>;
  const { first } = open.decode(Float64Array.from(space.axes, () => random.next()));
  const more = { ring: ring({ scale: 7 }), rung: rung({ rungs: 5 }) };
  return open.when("first", first, more) as unknown as ParameterSpace<JsonObject>;
}

function withConstraint(seed: number, space: ParameterSpace<JsonObject>, random: Rng): ParameterSpace<JsonObject> {
  const share = pick(random, [1, 1, 0.8, 0.5, 0.2]);
  return share === 1 ? space : space.where("lucky", (params) => chanceOf(seed, params) < share || isSmall(space));
}

/** A constraint that draws lots could leave nothing of a space of few points. */
function isSmall({ axes }: SearchSpace): boolean {
  return axes.reduce((size, { cells }) => size * (cells || 1e9), 1) < 1000;
}

function randomSamplerOf(random: Rng): Sampler {
  const lot = random.next();
  if (lot < 0.1) return randomSampler();
  if (lot < 0.2) return shacGpSampler();
  return shacSampler({
    skipCvChecks: random.next() < 0.5,
    earlyStop: random.next() < 0.1,
    relaxChecks: pick(random, [0, 0, 0, 1, 2, true] as const),
    maxClassifiers: pick(random, [1, 2, 5, 18]),
    booster: { rounds: pick(random, [1, 10, 50, 200]), maxDepth: pick(random, [1, 2, 6]) },
  });
}

function objectiveOf(seed: number, space: SearchSpace, random: Rng): RandomStudy["objective"] {
  const target = space.axes.map(() => random.next());
  const scale = pick(random, [1, 1, 1, 1, 1e300, 1e-300, -1, 0]);
  const steps = pick(random, [0, 0, 0, 3]);
  const noise = pick(random, [0, 0, 0, 0.5]);
  const failing = pick(random, [0, 0, 0, 0.1, 0.3, 0.9]);
  const valueAt = (params: JsonObject, trial: number): number => {
    const point = space.encode(params);
    const distance = point.reduce((sum, u, i) => sum + Math.abs(u - (target[i] as number)), 0) / point.length;
    const rough = distance + noise * chanceOf(seed + 1, params, trial);
    return scale * (steps === 0 ? rough : Math.round(rough * steps));
  };
  const fail = (params: JsonObject, trial: number): Outcome => {
    const way = Math.floor(5 * chanceOf(seed + 2, params, trial));
    if (way === 0) throw new RangeError(`no luck in trial ${trial}`);
    if (way === 1) throw params;
    return [Number.NaN, "0.5", { value: Number.POSITIVE_INFINITY }][way - 2] as Outcome;
  };
  return (pause) =>
    async (params, { trial, report, shouldPrune }) => {
      const value = valueAt(params, trial);
      for (let step = 0; step < 1 + (trial % 3); step++) {
        report(step, value * (1 + chanceOf(seed, params, step)));
        await pause(trial);
        if (shouldPrune()) return Number.NaN;
      }
      if (chanceOf(seed + 3, params, trial) < failing) return fail(params, trial);
      return trial % 4 > 0 ? value : { value, metrics: { size: -value, half: value / 2 }, attributes: { params } };
    };
}
