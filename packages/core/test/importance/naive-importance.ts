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
    if (top.length === 0 || all.length < 2 || best.length === trials.length) return 0;
    const q = density(axis, top);
    const divergence = q.reduce((sum, own) => sum + (own - 1 / q.length) ** 2 * q.length, 0);
    return ((top.length / best.length) ** 2 / (all.length / trials.length)) * divergence;
  });
  const sum = raw.reduce((a, b) => a + b, 0);
  return Object.fromEntries(study.space.axes.map(({ name }, i) => [name, sum > 0 ? (raw[i] as number) / sum : 0]));
}

function isActive(axis: string, params: JsonObject): boolean {
  return params[axis.replace(/\[\d+\]$/, "")] !== undefined;
}

/** A point as what it counts for in each cell, 1 in all. */
type Spread = readonly { readonly cell: number; readonly weight: number }[];

/** The mean of a kernel for each point and one for the prior. */
function density(axis: Axis, points: readonly number[]): number[] {
  const values = valuesOf(axis);
  const widths = values.map(({ from, to }) => to - from);
  const isEven = Math.max(...widths) - Math.min(...widths) < 1e-9;
  const indexOf = (u: number): number => values.findIndex(({ from, to }) => u >= from && u < to);
  if (!axis.ordered) return mean(unorderedKernels(points.map(indexOf), values.length));
  if (values.length > 0 && values.length <= 50 && isEven) {
    return mean(
      orderedKernels(
        points.map((u) => [{ cell: indexOf(u), weight: 1 }]),
        values.length,
      ),
    );
  }
  const spreads = points.map((u): Spread => {
    const { from, to } = values[indexOf(u)] ?? { from: Math.floor(u * 50) / 50, to: (Math.floor(u * 50) + 1) / 50 };
    const overlap = (cell: number): number => Math.min(to, (cell + 1) / 50) - Math.max(from, cell / 50);
    return Array.from({ length: 50 }, (_, cell) => ({ cell, weight: overlap(cell) / (to - from) })).filter(
      ({ weight }) => weight > 1e-9,
    );
  });
  return mean(orderedKernels(spreads, 50));
}

/** Where the values of an axis begin and end, found by walking along it; none of a continuous one. */
function valuesOf({ snap }: Axis): { from: number; to: number }[] {
  if (snap(0.1) === 0.1 && snap(0.7) === 0.7) return [];
  const values: { from: number; to: number }[] = [];
  let from = 0;
  for (let step = 1; step < 2000; step++) {
    let [low, high] = [(step - 1) / 2000, step / 2000];
    if (snap(low) === snap(high)) continue;
    const before = snap(low);
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (snap(middle) === before) low = middle;
      else high = middle;
    }
    values.push({ from, to: high });
    from = high;
  }
  return [...values, { from, to: 1 }];
}

function mean(kernels: readonly (readonly number[])[]): number[] {
  const sums = kernels.reduce((total, kernel) => total.map((own, cell) => own + (kernel[cell] as number)));
  return sums.map((own) => own / kernels.length);
}

function unorderedKernels(points: readonly number[], cells: number): number[][] {
  const distinct = new Set(points).size;
  const own = points.map((point) =>
    normalized(Array.from({ length: cells }, (_, cell) => 1 / (distinct + 1) + (cell === point ? 1 : 0))),
  );
  return [...own, new Array<number>(cells).fill(1 / cells)];
}

function orderedKernels(points: readonly Spread[], cells: number): number[][] {
  const n = points.length;
  const parts = points.flat().toSorted((a, b) => a.cell - b.cell);
  const centre = parts.reduce((sum, { cell, weight }) => sum + weight * cell, 0) / n;
  const variance = parts.reduce((sum, { cell, weight }) => sum + weight * (cell - centre) ** 2, 0) / Math.max(1, n - 1);
  const quartile = (place: number): number => {
    let seen = 0;
    for (const { cell, weight } of parts) {
      seen += weight;
      if (seen >= place - 1e-7) return cell;
    }
    return parts.at(-1)?.cell as number;
  };
  const distance = quartile(Math.floor((3 * n) / 4) + 1) - quartile(Math.floor(n / 4));
  const width = Math.max(1.059 * Math.min(distance / 1.34, Math.sqrt(variance)) * n ** -0.2, 0.5 / 1.64);
  const own = points.map((parts) =>
    Array.from({ length: cells }, (_, cell) =>
      parts.reduce((sum, { cell: at, weight }) => sum + weight * (bell(at, width, cells)[cell] as number), 0),
    ),
  );
  return [...own, bell((cells - 1) / 2, cells, cells)];
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
