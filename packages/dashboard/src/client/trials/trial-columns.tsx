import type { Trial } from "@shac/core";
import type { ComponentChildren } from "preact";
import type { ParameterInfo, StudyDetail } from "../../wire.js";
import { formatMilliseconds } from "../format/duration.js";
import { formatJson } from "../format/json-value.js";
import { formatNumber } from "../format/number.js";
import { ForeignLine } from "../view/foreign-text.js";
import { TrialBadge } from "../view/state-badge.js";
import { describe } from "./parameter-list.js";
import { readParameter } from "./read-parameter.js";

/** A column of the table of trials. */
export interface TrialColumn {
  /** What the server sorts by. */
  readonly key: string;
  readonly title: string;
  readonly meaning: string;
  readonly numeric: boolean;
  /** CSS pixels at least. */
  readonly width: number;
  readonly cell: (trial: Trial) => ComponentChildren;
}

const firstParameters = 12;
const firstMetrics = 4;

const number: TrialColumn = {
  key: "number",
  title: "Trial",
  meaning: "Number of the trial, from 0, in the order in which they were proposed.",
  numeric: true,
  width: 84,
  cell: (trial) => trial.number,
};
const state: TrialColumn = {
  key: "state",
  title: "State",
  meaning: "How the evaluation ended, or that it has not. Infeasible: complete, but outside the study's constraints.",
  numeric: false,
  width: 128,
  cell: (trial) => <TrialBadge state={shownState(trial)} plain={true} />,
};
const value: TrialColumn = {
  key: "value",
  title: "Value",
  meaning: "What the objective gave for these parameters.",
  numeric: true,
  width: 116,
  cell: (trial) => exact(trial.value),
};
const elapsed: TrialColumn = {
  key: "elapsedMs",
  title: "Took",
  meaning: "Time of the evaluation.",
  numeric: true,
  width: 100,
  cell: (trial) => formatMilliseconds(trial.elapsedMs),
};
const batch: TrialColumn = {
  key: "batch",
  title: "Batch",
  meaning: "In which batch it was proposed, from 0; -1 is a result from elsewhere.",
  numeric: true,
  width: 78,
  cell: (trial) => trial.batch,
};
const attempt: TrialColumn = {
  key: "attempt",
  title: "Attempt",
  meaning: "1, and one more for each time it was lost or tried again.",
  numeric: true,
  width: 88,
  cell: (trial) => trial.attempt,
};
const failure: TrialColumn = {
  key: "reason",
  title: "Failure",
  meaning: "Why it failed, and the error's message.",
  numeric: false,
  width: 280,
  cell: ({ reason, error }) => reason !== undefined && <ForeignLine text={failureLine(reason, error?.message)} />,
};

/** All columns that a study can show, in their order. */
export function columnsOf(study: StudyDetail): readonly TrialColumn[] {
  return [
    number,
    state,
    value,
    ...study.parameters.map(parameterColumn),
    ...study.metrics.map(metricColumn),
    elapsed,
    batch,
    attempt,
    failure,
  ];
}

/** Those shown unless others are chosen: for a study of many parameters and metrics, only the first. */
export function firstColumns(study: StudyDetail): readonly string[] {
  const parameters = study.parameters.slice(0, firstParameters).map(({ name }) => `params.${name}`);
  const metrics = study.metrics.slice(0, firstMetrics).map((name) => `metrics.${name}`);
  return ["number", "state", "value", ...parameters, ...metrics, "elapsedMs", ...(study.failed > 0 ? ["reason"] : [])];
}

/** The state with infeasible told from complete. */
export function shownState({ state, violation }: Trial): string {
  return state === "complete" && violation !== undefined ? "infeasible" : state;
}

function parameterColumn(parameter: ParameterInfo): TrialColumn {
  const numeric = parameter.choices === undefined && parameter.kind !== "custom";
  return {
    key: `params.${parameter.name}`,
    title: parameter.name,
    meaning: `Parameter, ${describe(parameter)}.`,
    numeric,
    width: numeric ? 116 : 130,
    cell: (trial) => parameterCell(readParameter(trial.params, parameter.name)),
  };
}

function metricColumn(name: string): TrialColumn {
  return {
    key: `metrics.${name}`,
    title: name,
    meaning: "Metric that the objective gave beside the value.",
    numeric: true,
    width: 116,
    cell: (trial) => exact(trial.metrics?.[name]),
  };
}

function parameterCell(given: unknown): ComponentChildren {
  if (given === undefined) return <span class="muted">–</span>;
  return typeof given === "number" ? exact(given) : <ForeignLine text={formatJson(given)} />;
}

function exact(given: number | undefined): ComponentChildren {
  return <span title={given === undefined ? undefined : String(given)}>{formatNumber(given)}</span>;
}

function failureLine(reason: string, message: string | undefined): string {
  return message === undefined ? reason : `${reason}: ${message}`;
}
