import type { ParameterDescription, Trial } from "@shac/core";
import type { TrialColumns } from "../../wire.js";
import { paramOf } from "../filter/trial-fields.js";
import type { FollowedStudy } from "../live/followed-study.js";
import { metricNames } from "./study-detail.js";

/** All trials, a list a column. */
export function trialColumns(followed: FollowedStudy): TrialColumns {
  const { trials, parameters } = followed.study;
  return {
    revision: followed.revision,
    count: trials.length,
    state: trials.map(({ state }) => state),
    batch: trials.map(({ batch }) => batch),
    value: trials.map(({ value }) => value ?? null),
    infeasible: trials.map(({ violation }) => violation !== undefined),
    params: Object.fromEntries(parameters.map((each) => [each.name, paramColumn(trials, each)])),
    metrics: Object.fromEntries(metricNames(followed).map((name) => [name, metricColumn(trials, name)])),
  };
}

/** Numbers as they are, choices by their index; what is neither cannot be drawn. */
function paramColumn(trials: readonly Trial[], parameter: ParameterDescription): (number | null)[] {
  const { choices } = parameter;
  const indices = new Map(choices?.map((choice, i): [unknown, number] => [choice, i]));
  return trials.map((trial) => {
    const value = paramOf(trial, parameter);
    if (choices !== undefined) return indices.get(value) ?? null;
    return typeof value === "number" ? value : null;
  });
}

function metricColumn(trials: readonly Trial[], name: string): (number | null)[] {
  return trials.map(
    ({ metrics }) => (metrics !== undefined && Object.hasOwn(metrics, name) ? metrics[name] : null) ?? null,
  );
}
