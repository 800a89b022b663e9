import { LOWEST, search } from "./branin.js";
import { Picture, type XY } from "./picture.js";
import { drawFrame, linear, logarithmic } from "./plot.js";
import { COMPARED, samplers } from "./samplers.js";

const SEEDS = Array.from({ length: 15 }, (_, i) => i + 1);
/** Pixels that a name is moved by, so that it is clear of the next. */
const LIFTS: Readonly<Record<string, number>> = { random: -4, shac: 5 };
const FRAME = { left: 64, top: 40, width: 560, height: 300 };

/** How far the best value is from the lowest, by evaluation, in the median. */
export async function bestByEvaluation(): Promise<string> {
  const alt =
    "Median over 15 seeds of the distance from the best to the lowest value: shac-gp comes thousands of times closer in 60 evaluations.";
  const picture = new Picture(720, 396, alt);
  const x = linear([0, COMPARED.evaluations], [FRAME.left, FRAME.left + FRAME.width], [0, 10, 20, 30, 40, 50, 60]);
  const ticks = [10, 1, 0.1, 0.01, 0.001, 0.0001].map((value) => [value, String(value)] as const);
  const y = logarithmic([60, 3e-5], [FRAME.top, FRAME.top + FRAME.height], ticks);
  drawFrame(picture, FRAME, "Distance from the best value so far to the lowest, median of 15 searches", {
    x,
    y,
    grid: true,
  });
  picture.text([FRAME.left + FRAME.width / 2, FRAME.top + FRAME.height + 38], "evaluations", "note middle");
  for (const [name, create] of Object.entries(samplers)) {
    const searches = await Promise.all(SEEDS.map((seed) => search(create(), { seed, ...COMPARED })));
    const curves = searches.map(({ trials }) => distances(trials.map(({ value }) => value ?? Number.NaN)));
    const points = Array.from({ length: COMPARED.evaluations }, (_, i): XY => {
      const sorted = curves.map((curve) => curve[i] ?? Number.NaN).toSorted((a, b) => a - b);
      return [x.place(i + 1), y.place(sorted[(SEEDS.length - 1) / 2] ?? Number.NaN)];
    });
    picture.line(points, `series ${name}`);
    const [endX, endY] = points.at(-1) ?? [0, 0];
    picture.text([endX + 8, endY + 4 + (LIFTS[name] ?? 0)], name, "title");
  }
  return picture.toString();
}

/** From the best value up to each to the lowest that there is. */
function distances(values: readonly number[]): number[] {
  let best = Number.POSITIVE_INFINITY;
  return values.map((value) => {
    best = Math.min(best, value);
    return best - LOWEST;
  });
}
