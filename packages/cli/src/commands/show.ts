import { journalStorage } from "@shac/core/node";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { restoreStudy } from "../find-study.js";
import type { CommonFlags } from "../options.js";
import type { Output } from "../output/output.js";
import {
  formatBest,
  formatImportance,
  formatProgress,
  formatStages,
  formatTopTrials,
  topTrials,
} from "../output/study-report.js";
import { summarizeStudy } from "../study-summary.js";
import { showTrial } from "./show-trial.js";

const TOP = 10;

export interface ShowFlags extends CommonFlags {
  readonly trial?: number;
}

/** `shac show`: a study's best trial, what decides, stages and top trials, from its journal alone. */
export async function showStudy(name: string | undefined, flags: ShowFlags, output: Output): Promise<ExitCode> {
  if (flags.trial !== undefined) return showTrial(name, flags.trial, flags, output);
  const study = await restoreStudy(journalStorage(flags.dir), flags.dir, name);
  const { style } = output;
  const top = topTrials(study, TOP);
  const importance = study.importance();
  output.document({ ...summarizeStudy(study), importance });
  output.result([
    formatProgress(study, style),
    ...formatBest(study, style),
    ...section(style.bold("Importance"), formatImportance(importance, style)),
    ...section(style.bold("Stages"), study.stages.length > 0 ? formatStages(study.stages, style) : []),
    ...section(style.bold("Top trials"), top.length > 1 ? formatTopTrials(top, output.width, style) : []),
  ]);
  return exitCodes.done;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}
