import type { ParameterInfo } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import { type Axis, choiceAxis, extent, numberAxis } from "./scale.js";

/** The axis of a parameter: its choices, or its range; where that has no end, the values that were tried. */
export function parameterAxis(parameter: ParameterInfo, values: ArrayLike<number | null>): Axis {
  const { name, choices, min, max, log } = parameter;
  if (choices) return choiceAxis(name, choices.map(String));
  const tried = extent(values) ?? [0, 1];
  const range: [number, number] = [min ?? tried[0], max ?? tried[1]];
  return numberAxis(name, range, log && range[0] > 0 ? "log" : "linear");
}

/** A value of a parameter as people read it. */
export function formatParameter(parameter: ParameterInfo, value: number | null | undefined): string {
  if (value === null || value === undefined) return "not active";
  return parameter.choices ? String(parameter.choices[value] ?? value) : formatNumber(value);
}
