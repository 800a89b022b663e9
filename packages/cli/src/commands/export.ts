import { journalStorage, trialsToCsv, trialsToJson } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { writeResult } from "../output/write-result.js";
import { restoreStudy } from "../study/find-study.js";
import { UsageError } from "../usage-error.js";

export interface ExportFlags extends CommonFlags {
  readonly format?: "csv" | "json";
  readonly output?: string;
}

/** `shac export`: all trials of a study in order, as CSV or JSON, to a file or to standard output. */
export async function exportTrials(name: string | undefined, flags: ExportFlags, output: Output): Promise<ExitCode> {
  const { json, output: file } = flags;
  const format = flags.format ?? (file?.endsWith(".json") || (json && file === undefined) ? "json" : "csv");
  if (json && file === undefined && format === "csv") {
    throw new UsageError("--json and --format csv cannot both have standard output; add -o FILE.");
  }
  const { trials } = await restoreStudy(journalStorage(flags.dir), flags.dir, name);
  const text = format === "csv" ? trialsToCsv(trials) : trialsToJson(trials);
  if (file === undefined) output.raw(text);
  else {
    await writeResult(file, text);
    output.document({ file, format, trials: trials.length });
    output.notice(`Wrote ${trials.length} trials to ${file}`);
  }
  return exitCodes.done;
}
