import type { ParameterInfo, TrialColumns } from "../../../wire.js";
import { type ScaleChoice, scaleKind } from "../data/scale-choice.js";
import { isFeasible } from "../data/trial-kind.js";
import { parameterAxis } from "../scale/parameter-axis.js";
import { type Axis, extent, numberAxis, type Scale } from "../scale/scale.js";

/** One axis of parallel coordinates. */
export interface ParallelAxis {
  /** Key of its range; the value's own one cannot be a parameter's. */
  readonly key: string;
  readonly axis: Axis;
  readonly values: readonly (number | null)[];
  readonly choices?: readonly string[];
  /** Range in units of the axis: 0 at its lower end, 1 at its upper; NaN for none. */
  readonly unit: Scale;
  /** Whether some trials have no value here, which get a place below its lower end. */
  readonly hasGap: boolean;
}

/** What is let through by an axis, both ends included; choices by their index. */
export type Ranges = Readonly<Record<string, readonly [low: number, high: number]>>;

const VALUE_KEY = "value of the trial";

/** An axis for each parameter, and one for the value at the end. */
export function parallelAxes(
  columns: TrialColumns,
  parameters: readonly ParameterInfo[],
  scale: ScaleChoice,
): ParallelAxis[] {
  const shown = columns.value.flatMap((_, i) => (isFeasible(columns, i) ? [i] : []));
  const own = parameters.map((parameter, i): ParallelAxis => {
    const values = columns.params[parameter.name] ?? [];
    const axis = parameterAxis(parameter, values);
    return {
      key: `parameter ${i}`,
      axis,
      values,
      ...(parameter.choices && { choices: parameter.choices.map(String) }),
      unit: axis.place(0, 1, 6),
      hasGap: shown.some((trial) => typeof values[trial] !== "number"),
    };
  });
  const range = extent(shown.map((trial) => columns.value[trial] as number));
  const value = numberAxis("value", range, scaleKind(scale, range));
  return [...own, { key: VALUE_KEY, axis: value, values: columns.value, unit: value.place(0, 1, 6), hasGap: false }];
}

/** Whether a trial lies in all ranges; where it has no value it does not. */
export function isInRanges(axes: readonly ParallelAxis[], ranges: Ranges, trial: number): boolean {
  return axes.every(({ key, values }) => {
    const range = ranges[key];
    const value = values[trial];
    return !range || (typeof value === "number" && value >= range[0] && value <= range[1]);
  });
}

/** At most `most` of the trials: the best tenth of these, the rest evenly from all others. `sorted` from worst to best. */
export function chooseLines(sorted: readonly number[], most: number): readonly number[] {
  if (sorted.length <= most) return sorted;
  const best = Math.floor(most / 10);
  const [rest, top] = [sorted.slice(0, -best), sorted.slice(-best)];
  const even = Array.from(
    { length: most - best },
    (_, i) => rest[Math.floor((i * rest.length) / (most - best))] as number,
  );
  return [...even, ...top];
}
