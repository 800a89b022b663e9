import {
  accepts,
  createRng,
  float,
  type Observation,
  searchSpace,
  trainBoostedTrees,
  trainClassifier,
  vector,
} from "@shac/core";
import { type Measurement, shortest } from "./record.js";

/** Points uniform in the cube; the loss is the distance from (0.4, ..., 0.4) with uniform noise of width `noise`. */
function observe(count: number, dimensions: number, noise: number): Observation[] {
  const rng = createRng(1, "bench", count, dimensions);
  return Array.from({ length: count }, (_, number) => {
    const point = Float64Array.from({ length: dimensions }, () => rng.next());
    const distance = point.reduce((sum, x) => sum + (x - 0.4) * (x - 0.4), 0);
    return { number, batch: 0, point, loss: distance + noise * (rng.next() - 0.5), violation: 0 };
  });
}

function labelled(observations: readonly Observation[]): { points: Float64Array[]; labels: Uint8Array } {
  const sorted = observations.map((o) => o.loss).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  return {
    points: observations.map((o) => o.point),
    labels: Uint8Array.from(observations, (o) => (o.loss < median ? 1 : 0)),
  };
}

const milliseconds = (ms: number) => `${ms.toPrecision(3)} ms`;

const sizes = [
  { count: 10, dimensions: 2, noise: 0, repetitions: 500 },
  { count: 100, dimensions: 5, noise: 0.2, repetitions: 30 },
  { count: 1000, dimensions: 20, noise: 1, repetitions: 20 },
];
export const measurements: readonly Measurement[] = sizes.flatMap(({ count, dimensions, noise, repetitions }) => {
  const observations = observe(count, dimensions, noise);
  const { points, labels } = labelled(observations);
  const { axes } = searchSpace({ x: vector(float(0, 1), dimensions) });
  const size = `n=${count}, d=${dimensions}`;
  const trees = trainBoostedTrees(points, labels);
  const training = shortest(repetitions, () => trainBoostedTrees(points, labels));
  const stage = shortest(repetitions, () => trainClassifier(observations, { axes, rng: createRng(1, "folds") }));
  const deciding = shortest(repetitions, () => points.filter((point) => accepts(trees, point))) / count;
  return [
    { what: `train 200 trees of depth 6, ${size} (${trees.feature.length} nodes)`, measured: milliseconds(training) },
    { what: `train a classifier with 5-fold cross-validation, ${size}`, measured: milliseconds(stage) },
    { what: `decide one point, ${size}`, measured: `${(deciding * 1000).toPrecision(3)} µs` },
  ];
});
