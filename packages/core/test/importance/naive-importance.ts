import type { Axis, JsonObject, Study, Trial } from "@shac/core";

/**
 * PED-ANOVA written down from its definition: every kernel is integrated numerically over each cell, every statistic is taken
 * of the list of points. Coordinates are computed from values, cells from the space's axes.
 */
export function expectedImportance<P>(study: Study<P>): Record<string, number> {
  const trials = study.trials.filter(({ state }) => !["waiting", "running"].includes(state)) as Trial[];
  const good = trials.filter(({ state, violation }) => state === "complete" && violation === undefined);
  const sign = study.direction === "minimize" ? 1 : -1;
  const losses = good.map(({ value }) => sign * (value as number)).sort((a, b) => a - b);
  const wanted = Math.max(Math.ceil(trials.length / 10), 5);
  const cutoff = losses[wanted - 1] ?? Infinity;
  const best = trials.length < 10 ? [] : good.filter(({ value }) => sign * (value as number) <= cutoff);
  const raw = study.space.axes.map((axis, i) => {
    const points = (among: readonly Trial[]): number[] =>
      among.filter(({ params }) => isActive(axis.name, params)).map(({ number }) => study.pointOf(number)[i] as number);
    const [all, top] = [points(trials), points(best)];
    if (top.length === 0 || all.length < 2) return 0;
    const grid = gridOf(axis);
    const [p, q] = [density(all.map(grid.cell), grid), density(top.map(grid.cell), grid)];
    const divergence = p.reduce((sum, own, cell) => sum + ((q[cell] as number) - own) ** 2 / own, 0);
    return ((top.length / best.length) ** 2 / (all.length / trials.length)) * divergence;
  });
  const sum = raw.reduce((a, b) => a + b, 0);
  return Object.fromEntries(study.space.axes.map(({ name }, i) => [name, sum > 0 ? (raw[i] as number) / sum : 0]));
}

function isActive(axis: string, params: JsonObject): boolean {
  return params[axis.replace(/\[\d+\]$/, "")] !== undefined;
}

interface Grid {
  readonly cells: number;
  readonly ordered: boolean;
  readonly cell: (u: number) => number;
}

/** Values are found by walking along the axis in small steps; more than 50 are put on a ruler of 50 marks. */
function gridOf({ snap, ordered }: Axis): Grid {
  const centres = [...new Set(Array.from({ length: 5000 }, (_, i) => snap((i + 0.5) / 5000)))];
  if (centres.length <= 50) return { cells: centres.length, ordered, cell: (u) => centres.indexOf(u) };
  const marks = Array.from({ length: 50 }, (_, i) => i / 49);
  const distance = (u: number, i: number): number => Math.abs((marks[i] as number) - u);
  return {
    cells: 50,
    ordered,
    cell: (u) => marks.reduce((at, _, i) => (distance(u, i) < distance(u, at) ? i : at), 0),
  };
}

function density(points: readonly number[], { cells, ordered }: Grid): number[] {
  const kernels = ordered ? orderedKernels(points, cells) : unorderedKernels(points, cells);
  return Array.from(
    { length: cells },
    (_, cell) => kernels.reduce((sum, kernel) => sum + (kernel[cell] as number), 0) / kernels.length,
  );
}

function unorderedKernels(points: readonly number[], cells: number): number[][] {
  const distinct = new Set(points).size;
  const own = points.map((point) =>
    normalized(Array.from({ length: cells }, (_, cell) => 1 / (distinct + 1) + (cell === point ? 1 : 0))),
  );
  return [...own, new Array<number>(cells).fill(1 / cells)];
}

function orderedKernels(points: readonly number[], cells: number): number[][] {
  const sorted = points.toSorted((a, b) => a - b);
  const n = points.length;
  const mean = sorted.reduce((a, b) => a + b, 0) / n;
  const deviation = Math.sqrt(sorted.reduce((sum, point) => sum + (point - mean) ** 2, 0) / Math.max(1, n - 1));
  const at = (place: number): number => sorted[Math.min(Math.max(place, 1), n) - 1] as number;
  const quartiles = at(Math.floor((3 * n) / 4) + 1) - at(Math.floor(n / 4));
  const width = Math.max(1.059 * Math.min(quartiles / 1.34, deviation) * n ** -0.2, 0.5 / 1.64);
  return [...points.map((point) => bell(point, width, cells)), bell((cells - 1) / 2, cells, cells)];
}

const bells = new Map<string, number[]>();

/** A normal distribution over the cells, by Simpson's rule. */
function bell(mean: number, width: number, cells: number): number[] {
  const key = `${mean} ${width} ${cells}`;
  const known = bells.get(key);
  if (known !== undefined) return known;
  const steps = 60;
  const height = (x: number): number => Math.exp(-0.5 * ((x - mean) / width) ** 2);
  const mass = Array.from({ length: cells }, (_, cell) => {
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const factor = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
      sum += factor * height(cell - 0.5 + i / steps);
    }
    return sum;
  });
  const result = normalized(mass);
  bells.set(key, result);
  return result;
}

function normalized(masses: readonly number[]): number[] {
  const sum = masses.reduce((a, b) => a + b, 0);
  return masses.map((mass) => mass / sum);
}
