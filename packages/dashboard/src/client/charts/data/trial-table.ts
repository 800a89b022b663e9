import type { ParameterInfo, TrialColumns } from "../../../wire.js";
import { formatNumber } from "../../format/number.js";
import { formatParameter } from "../scale/parameter-axis.js";
import { trialKind } from "./trial-kind.js";

/** Trials with their values and parameters, for the table of a chart. */
export function trialTable(columns: TrialColumns, parameters: readonly ParameterInfo[]) {
  return {
    columns: ["trial", "value", "outcome", ...parameters.map(({ name }) => name)],
    count: columns.count,
    row: (i: number) => [
      i,
      formatNumber(columns.value[i]),
      trialKind(columns, i),
      ...parameters.map((parameter) => formatParameter(parameter, columns.params[parameter.name]?.[i])),
    ],
  };
}
