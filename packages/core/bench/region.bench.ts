import {
  type AcceptedRegion,
  acceptedRegion,
  createRng,
  float,
  type Observation,
  searchSpace,
  trainClassifier,
  vector,
} from "@shac/core";
import { ackley, branin, ellipsoid, hartmann6, type TestFunction } from "./functions.js";
import { type Measurement, shortest } from "./record.js";

interface SearchSize {
  readonly budget: number;
  readonly batchSize: number;
  readonly skipCvChecks?: boolean;
}

interface SearchRun {
  readonly region: AcceptedRegion;
  readonly classifiers: number;
  readonly points: readonly Float64Array[];
  /** Milliseconds of processor time: of all, and of training, refining and drawing; the most that a batch took for each of its points. */
  readonly total: number;
  readonly train: number;
  readonly refine: number;
  readonly draw: number;
  readonly worstPoint: number;
}

/** Milliseconds of all threads of the process: other work on the machine hardly counts, the garbage collector does. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const MOST_CLASSIFIERS = 18;

/** A search by the paper's schedule, with nothing around it: what of its time is the region's. */
function search({ dimensions, value }: TestFunction, size: SearchSize): SearchRun {
  const { budget, batchSize, skipCvChecks = false } = size;
  const { axes } = searchSpace({ x: vector(float(0, 1), dimensions) });
  const batches = budget / batchSize;
  const most = Math.min(batches - 1, MOST_CLASSIFIERS);
  const pointsPerStage = batchSize * Math.floor(budget / (batchSize * (most + 1)));
  const observations: Observation[] = [];
  const spent = { train: 0, refine: 0, draw: 0 };
  const timed = <T>(part: keyof typeof spent, run: () => T): T => {
    const start = processorTime();
    const result = run();
    spent[part] += processorTime() - start;
    return result;
  };
  let region = acceptedRegion(axes);
  let classifiers = 0;
  let stages = 0;
  let worstPoint = 0;
  for (let batch = 0; batch < batches; batch++) {
    const start = processorTime();
    while (classifiers < most && (stages + 1) * pointsPerStage <= observations.length) {
      const slice = observations.slice(stages * pointsPerStage, ++stages * pointsPerStage);
      const rng = createRng(0, "folds", 0, stages);
      const outcome = timed("train", () => trainClassifier(slice, { axes, skipCvChecks, rng }));
      if (!("classifier" in outcome)) continue;
      const refined = timed("refine", () => region.refine(outcome.classifier.trees));
      if (refined.volume.upper === 0) continue;
      region = refined;
      classifiers++;
    }
    const known = observations.map(({ point }) => point);
    const { points } = timed("draw", () => region.sample(batchSize, createRng(1, "region", batch), known));
    worstPoint = Math.max(worstPoint, (processorTime() - start) / batchSize);
    for (const point of points) {
      observations.push({ number: observations.length, batch, point, loss: value(point), violation: 0 });
    }
  }
  const total = spent.train + spent.refine + spent.draw;
  return { region, classifiers, points: observations.map(({ point }) => point), total, worstPoint, ...spent };
}

const inMs = (ms: number): string => `${ms.toPrecision(3)} ms`;
const inSeconds = (ms: number): string => `${(ms / 1000).toPrecision(3)} s`;

function wholeSearch(problem: TestFunction, limit: string): Measurement {
  const runs = Array.from({ length: 15 }, () => search(problem, { budget: 200, batchSize: 10 }));
  const best = runs.reduce((a, b) => (a.total < b.total ? a : b));
  const { train, refine, draw } = best;
  return {
    what: `${problem.name}, N=200 M=20, ${best.classifiers} classifiers (train ${inMs(train)}, refine ${inMs(refine)}, draw ${inMs(draw)})`,
    measured: inSeconds(best.total),
    limit,
  };
}

function predictions(problem: TestFunction): Measurement[] {
  const { region, classifiers, points } = search(problem, { budget: 200, batchSize: 10, skipCvChecks: true });
  const draw = () => region.sample(1000, createRng(1, "predict"), points);
  const { proposals } = draw();
  const what = `${problem.name}, ${classifiers} classifiers`;
  return [
    { what: `1000 draws, ${what}`, measured: inSeconds(shortest(10, draw)), limit: "0.3 s" },
    { what: `proposals per accepted draw, ${what}`, measured: (proposals / 1000).toFixed(3), limit: "1.1" },
  ];
}

function growth(problem: TestFunction, size: SearchSize, limits: { total?: string; point?: string }): Measurement[] {
  const { total, train, refine, draw, worstPoint, classifiers } = search(problem, size);
  const { budget, batchSize } = size;
  const what = `${problem.name}, N=${budget} W=${batchSize}, ${classifiers} classifiers`;
  const measurement = (name: string, measured: string, limit?: string): Measurement => ({
    what: `${name}, ${what}`,
    measured,
    ...(limit === undefined ? {} : { limit }),
  });
  const parts = `train ${inSeconds(train)}, refine ${inSeconds(refine)}, draw ${inSeconds(draw)}`;
  return [
    measurement(`whole search (${parts})`, inSeconds(total), limits.total),
    measurement("a proposed point, training included, mean", inMs(total / budget), limits.point),
    measurement("a proposed point, training included, dearest batch", inMs(worstPoint), limits.point),
    measurement("memory of the process", `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`),
  ];
}

export const measurements: readonly Measurement[] = [
  wholeSearch(branin, "0.3 s"),
  wholeSearch(hartmann6, "0.5 s"),
  wholeSearch(ackley(8), "0.7 s"),
  ...predictions(branin),
  ...predictions(hartmann6),
  ...growth(hartmann6, { budget: 1000, batchSize: 50 }, {}),
  ...growth(ackley(20), { budget: 2000, batchSize: 200 }, { point: "2 ms" }),
  ...growth(ellipsoid(20), { budget: 2000, batchSize: 100, skipCvChecks: true }, { total: "90 s" }),
  ...growth(ellipsoid(50), { budget: 10_000, batchSize: 1000 }, { point: "10 ms" }),
];
