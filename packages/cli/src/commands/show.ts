import { ShacError, type Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import {
  formatBest,
  formatImportance,
  formatProgress,
  formatStages,
  formatTopTrials,
  topTrials,
} from "../output/study-report.js";
import { historyChart } from "../plot/history-chart.js";
import { parameterRanges } from "../plot/parameter-ranges.js";
import { restoreStudy } from "../study/find-study.js";
import { summarizeStudy } from "../study/study-summary.js";
import { showTrial } from "./show-trial.js";

const TOP = 10;
/** Columns of the charts where the output is no terminal. */
const WIDTH = 80;

export interface ShowFlags extends CommonFlags {
  readonly trial?: number;
  readonly plot?: true;
}

/** `shac show`: a study's best trial, what decides, and its stages and top trials or charts, from its journal alone. */
export async function showStudy(name: string | undefined, flags: ShowFlags, output: Output): Promise<ExitCode> {
  if (flags.trial !== undefined) return showTrial(name, flags.trial, flags, output);
  const study = await restoreStudy(journalStorage(flags.dir), flags.dir, name);
  const { style } = output;
  const importance = study.importance();
  output.document({ ...summarizeStudy(study), importance });
  if (flags.json) return exitCodes.done;
  output.result([
    formatProgress(study, style),
    ...formatBest(study, style),
    ...(flags.plot ? section(style.bold("History"), historyChart(study, plotWidth(output), style)) : []),
    ...section(style.bold("Importance"), formatImportance(importance, output.width, style)),
    ...(flags.plot ? await rangeSection(study, output) : tables(study, output)),
  ]);
  return exitCodes.done;
}

function tables(study: Study, { width, style }: Output): string[] {
  const top = topTrials(study, TOP);
  return [
    ...section(style.bold("Stages"), study.stages.length > 0 ? formatStages(study.stages, style) : []),
    ...section(style.bold("Top trials"), top.length > 1 ? formatTopTrials(top, width, style) : []),
  ];
}

async function rangeSection(study: Study, output: Output): Promise<string[]> {
  try {
    const ranges = parameterRanges(await study.cascade(), study.parameters, plotWidth(output), output.style);
    return section(output.style.bold("Ranges"), ranges);
  } catch (error) {
    // A kind of parameter or a sampler that is not of this package is code, which no journal holds.
    if (!ShacError.isInstance(error)) throw error;
    output.notice(`The ranges cannot be drawn from the journal alone: ${error.message}`);
    return [];
  }
}

function plotWidth({ width }: Output): number {
  return Number.isFinite(width) ? width : WIDTH;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}
