import { scaleLinear, scaleLog, scaleSymlog } from "d3-scale";
import { tickLabels } from "./tick-labels.js";

/** From values to pixels and back. */
export interface Scale {
  /** Pixels; NaN for what has no place, such as 0 on a logarithmic scale. */
  map(value: number): number;
  invert(pixel: number): number;
  readonly ticks: readonly Tick[];
}

interface Tick {
  readonly value: number;
  readonly label: string;
}

/** "symlog": linear near 0 and logarithmic farther out, on both sides. */
export type ScaleKind = "linear" | "log" | "symlog";

/** An axis whose place on the screen is not known yet. */
export interface Axis {
  readonly title: string;
  /** Between two pixels, with about so many ticks. */
  place(from: number, to: number, ticks: number): Scale;
}

/** Differences of larger numbers would be infinite. */
const LARGEST = 8e307;
/** Smaller ranges have no numbers in between to name. */
const FINEST = 1e-12;

/** Least and greatest of the finite numbers; undefined if there are none. */
export function extent(values: ArrayLike<number | null>): readonly [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : undefined;
}

/** An axis of numbers that shows all of a range; of one that is a single value, its surroundings. */
export function numberAxis(
  title: string,
  range: readonly [number, number] | undefined,
  kind: ScaleKind = "linear",
): Axis {
  const [low, high] = widen(range ?? [0, 1], kind);
  return {
    title,
    place(from, to, count) {
      const scale =
        kind === "log"
          ? scaleLog([low, high], [from, to])
          : kind === "symlog"
            ? symlog(low, high, from, to)
            : scaleLinear([low, high], [from, to]);
      const values =
        kind === "symlog"
          ? symlogTicks(low, high, count)
          : kind === "log"
            ? logTicks(low, high, count)
            : linearTicks(low, high, count);
      const labels = tickLabels(values);
      return {
        map: (value) => {
          const pixel = Number(scale(clamp(value)));
          return Number.isFinite(pixel) ? pixel : Number.NaN;
        },
        invert: (pixel) => scale.invert(pixel),
        ticks: values.map((value, i) => ({ value, label: labels[i] as string })),
      };
    },
  };
}

/** An axis of named choices, whose values are their indices. */
export function choiceAxis(title: string, names: readonly string[]): Axis {
  return {
    title,
    place(from, to) {
      const scale = scaleLinear([-0.5, Math.max(1, names.length) - 0.5], [from, to]);
      return {
        map: (value) => scale(value),
        invert: (pixel) => scale.invert(pixel),
        ticks: names.map((label, value) => ({ value, label })),
      };
    },
  };
}

function clamp(value: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, value));
}

function widen([first, last]: readonly [number, number], kind: ScaleKind): [number, number] {
  let [low, high] = [clamp(Math.min(first, last)), clamp(Math.max(first, last))];
  if (kind === "log") {
    low = Math.max(low, 1e-307);
    return high / low > 1 + FINEST ? [low, high] : [low / 2, Math.max(high, low) * 2];
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * FINEST, 1e-290)) return [low, high];
  const pad = size > 1e-290 ? size * 0.1 : 1;
  return [clamp(low - pad), clamp(high + pad)];
}

function symlog(low: number, high: number, from: number, to: number) {
  return scaleSymlog([low, high], [from, to]).constant(linearPart(low, high));
}

/** Up to where a symlog scale is linear: 10^-3 of the largest value. */
function linearPart(low: number, high: number): number {
  return Math.max(Math.abs(low), Math.abs(high)) * 1e-3;
}

function linearTicks(low: number, high: number, count: number): number[] {
  return scaleLinear([low, high], [0, 1]).ticks(Math.max(2, count)).filter(Number.isFinite);
}

function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  if (decades < 1) return linearTicks(low, high, Math.min(count, 5));
  const every = Math.max(1, Math.ceil(decades / Math.max(2, count)));
  const ticks: number[] = [];
  for (let e = Math.ceil(Math.log10(low) - 1e-9); e <= Math.log10(high) + 1e-9; e += every)
    ticks.push(Number(`1e${e}`));
  if (ticks.length >= 3 || every > 1) return ticks;
  const between = ticks.flatMap((tick) => [2, 5].map((times) => Number((tick * times).toPrecision(1))));
  const below = (ticks[0] ?? 1) / 10;
  return [2, 5]
    .map((times) => below * times)
    .concat(ticks, between)
    .filter((tick) => tick >= low && tick <= high)
    .sort((a, b) => a - b);
}

function symlogTicks(low: number, high: number, count: number): number[] {
  const start = linearPart(low, high);
  const side = (size: number): number[] => (size > start ? logTicks(start * 10, size, Math.max(2, count / 2)) : []);
  const ticks = [...side(-low).map((tick) => -tick), 0, ...side(high)];
  return ticks.filter((tick) => tick >= low && tick <= high).sort((a, b) => a - b);
}
