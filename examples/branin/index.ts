import { float, Study, searchSpace } from "@shac/core";

/** Branin's function: three equally deep valleys. */
function branin({ x, y }: { x: number; y: number }): number {
  const { PI } = Math;
  const valley = y - (5.1 / (4 * PI ** 2)) * x ** 2 + (5 / PI) * x - 6;
  return valley ** 2 + 10 * (1 - 1 / (8 * PI)) * Math.cos(x) + 10;
}
const OPTIMUM = 0.397887;

const space = searchSpace({ x: float(-5, 10), y: float(0, 15) });
const study = new Study({ space, totalBudget: 200, numBatches: 20, seed: 1, objective: branin });

const started = performance.now();
await study.fit();
const seconds = (performance.now() - started) / 1000;

const { best } = study;
console.log(`best ${best?.value?.toFixed(6)} at`, best?.params);
console.log(`optimum ${OPTIMUM}, ${study.trials.length} evaluations in ${seconds.toFixed(2)} s`);
if (best?.value === undefined || best.value > OPTIMUM + 0.1) process.exitCode = 1;
