import type { JsonObject, ParameterImportance, StageReport, Study, Trial } from "@shac/core";
import stringWidth from "string-width";
import { countFinished, countInfeasible, countState, isImported } from "../study/study-summary.js";
import { formatNumber, formatPercent, formatSeconds, formatValue, formatVolume } from "./format.js";
import type { Style } from "./style.js";
import { type Column, formatTable, tableWidth } from "./table.js";
import { crop, GAP, pair, wrap } from "./wrap.js";

/** One line about how far a study is. */
export function formatProgress(study: Study, style: Style): string {
  const { name, direction, trials, totalBudget, history } = study;
  const own = trials.filter((trial) => !isImported(trial));
  const failed = countState(own, "failed");
  const pruned = countState(own, "pruned");
  const infeasible = countInfeasible(trials);
  const imported = trials.length - own.length;
  return [
    style.bold(formatValue(name)),
    direction,
    `${countFinished(trials)} of ${totalBudget} evaluations`,
    failed > 0 ? style.red(`${failed} failed`) : "none failed",
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(infeasible > 0 ? [style.yellow(`${infeasible} infeasible`)] : []),
    ...(imported > 0 ? [`${imported} imported`] : []),
    formatSeconds(history.seconds),
  ].join(GAP);
}

/** The best trial with its params in full precision, one a line. */
export function formatBest({ best, trials }: Pick<Study, "best" | "trials">, style: Style): string[] {
  if (best === undefined) {
    const lack = trials.some(({ violation }) => violation !== undefined) ? "meets the constraints" : "is complete";
    return [style.yellow(`No trial ${lack}, so there is no best one yet.`)];
  }
  const headline = `best ${style.bold(style.green(formatValue(best.value)))}${GAP}trial ${best.number}`;
  return [headline, ...formatFields(Object.entries(best.params), style)];
}

/** A name and its value in full precision a line. */
export function formatFields(fields: readonly (readonly [string, JsonObject[string]])[], style: Style): string[] {
  const width = Math.max(...fields.map(([name]) => stringWidth(name)));
  return fields.map(
    ([name, value]) => `  ${style.cyan(name)}${" ".repeat(width - stringWidth(name))}${GAP}${formatValue(value)}`,
  );
}

/** A table of the stages of a cascade. */
export function formatStages(stages: readonly StageReport[], style: Style): string[] {
  const columns: Column[] = [
    { title: "stage", align: "right" },
    { title: "state", align: "left" },
    { title: "trained on", align: "right" },
    { title: "accuracy", align: "right" },
    { title: "accepted", align: "right" },
    { title: "why", align: "left" },
  ];
  const rows = stages.map(({ stage, state, trainedOn, imagined = 0, accuracy, acceptedVolume, reason }) => [
    String(stage),
    state,
    imagined === 0 ? String(trainedOn) : `${trainedOn - imagined} + ${imagined} imagined`,
    accuracy === undefined ? "-" : accuracy.toFixed(2),
    formatVolume(acceptedVolume),
    reason ?? "",
  ]);
  return formatTable(columns, rows, style.dim);
}

const MOST_IMPORTANT = 10;
const BAR = 20;

/** A line for each of the most important parameters, with a bar beside its share; none where nothing is known. */
export function formatImportance(importance: readonly ParameterImportance[], width: number, style: Style): string[] {
  const most = importance[0]?.share ?? 0;
  if (most === 0) return [];
  const shown = importance.slice(0, MOST_IMPORTANT);
  const columns: Column[] = [
    { title: "parameter", align: "left" },
    { title: "share", align: "right" },
    { title: "", align: "left" },
  ];
  const rows = shown.map(({ name, share }) => [
    crop(name, Math.max(width - BAR - 12, 8)),
    formatPercent(share),
    "█".repeat(Math.round((share / most) * BAR)),
  ]);
  const others = importance.slice(MOST_IMPORTANT);
  const rest = others.reduce((sum, { share }) => sum + share, 0);
  const more = others.length === 0 ? [] : [`and ${others.length} more, ${formatPercent(rest)} together`];
  return [...formatTable(columns, rows, style.dim), ...more];
}

/** The best trials that are complete and meet the constraints, best first; the earlier of equals first. */
export function topTrials({ trials, direction }: Pick<Study, "trials" | "direction">, count: number): Trial[] {
  const sign = direction === "minimize" ? 1 : -1;
  return trials
    .filter(({ state, violation }) => state === "complete" && violation === undefined)
    .sort((a, b) => sign * ((a.value as number) - (b.value as number)))
    .slice(0, count);
}

/** A table with a column for each parameter; where that is wider than `width`, a paragraph a row instead. */
export function formatPoints(
  leading: readonly Column[],
  rows: readonly { readonly cells: readonly string[]; readonly params: JsonObject }[],
  width: number,
  style: Style,
): string[] {
  const names = [...new Set(rows.flatMap(({ params }) => Object.keys(params)))];
  const isNumeric = (name: string): boolean => rows.every(({ params }) => typeof (params[name] ?? 0) === "number");
  const columns = [
    ...leading,
    ...names.map((title): Column => ({ title, align: isNumeric(title) ? "right" : "left" })),
  ];
  const cells = rows.map((row) => [...row.cells, ...names.map((name) => formatShort(row.params[name]))]);
  if (tableWidth(columns, cells) <= width) return formatTable(columns, cells, style.dim);
  return rows.flatMap(({ cells: values, params }) => {
    const head = leading.map(({ title }, i) => `${title} ${style.bold(values[i] ?? "")}`);
    const pairs = Object.entries(params).map(([name, value]) => pair(name, formatShort(value), width - 2, style));
    return wrap([...head, ...pairs], width, 2);
  });
}

function formatShort(value: JsonObject[string]): string {
  return formatValue(value, 6);
}

/** A table of the best trials. */
export function formatTopTrials(trials: readonly Trial[], width: number, style: Style): string[] {
  const leading: Column[] = [
    { title: "trial", align: "right" },
    { title: "value", align: "right" },
  ];
  const rows = trials.map(({ number, value, params }) => ({
    cells: [String(number), formatNumber(value as number)],
    params,
  }));
  return formatPoints(leading, rows, width, style);
}
