import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import type { JsonObject, StudyRecord, Trial } from "@shac/core";
import { type JournalStorage, journalStorage, trialRow } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatError } from "../output/error-text.js";
import { formatNumber, formatSeconds, formatValue } from "../output/format.js";
import type { Output } from "../output/output.js";
import { formatFields } from "../output/study-report.js";
import type { Style } from "../output/style.js";
import { restoreStudy } from "../study/find-study.js";
import { UsageError } from "../usage-error.js";

/** What the journal and the folder say about a trial, beside its outcome. */
interface Circumstances {
  /** Of the latest attempt; absent before it began. */
  readonly worker?: number;
  readonly host?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** How each earlier attempt was lost. */
  readonly losses: readonly string[];
  /** Null when the trial has kept no files. */
  readonly directory: string | null;
  /** What each attempt printed, those that printed something. */
  readonly logs: readonly { readonly attempt: number; readonly lines: readonly string[] }[];
}

/** `shac show --trial`: all that is known about one trial. */
export async function showTrial(
  name: string | undefined,
  number: number,
  flags: CommonFlags,
  output: Output,
): Promise<ExitCode> {
  const storage = journalStorage(flags.dir);
  const study = await restoreStudy(storage, flags.dir, name);
  const trial = study.trials[number];
  if (trial === undefined) {
    throw new UsageError(`There is no trial ${number}; the study has ${study.trials.length}, numbered from 0.`);
  }
  const circumstances = await readCircumstances(storage, study.name, trial);
  output.document({ ...trialRow(trial), ...circumstances });
  output.result(formatTrial(study.name, trial, circumstances, output.style));
  return exitCodes.done;
}

async function readCircumstances(
  storage: JournalStorage,
  name: string,
  { number, attempt }: Trial,
): Promise<Circumstances> {
  let start: Extract<StudyRecord, { type: "started" }> | undefined;
  const losses: string[] = [];
  for await (const record of storage.read(name)) {
    if (record.type === "started" && record.trial === number) start = record;
    if (record.type === "lost" && record.trial === number) losses.push(record.message);
  }
  const attempts = Array.from({ length: attempt }, (_, i) => i + 1);
  const texts = await Promise.all(attempts.map((each) => storage.logs(name).read(number, each)));
  const folder = join(storage.artifacts(name).root, String(number));
  return {
    ...(start === undefined ? {} : { worker: start.workerId, startedAt: start.at }),
    ...(start?.host === undefined ? {} : { host: start.host }),
    losses,
    directory: existsSync(folder) ? folder : null,
    logs: texts.flatMap((text, i) => (text === "" ? [] : [{ attempt: i + 1, lines: text.slice(0, -1).split("\n") }])),
  };
}

function formatTrial(
  name: string,
  trial: Trial,
  { worker, host, startedAt, losses, directory, logs }: Circumstances,
  style: Style,
): string[] {
  const { number, state, batch, value, reason, violation, error, params, metrics, attributes, attempt, elapsedMs } =
    trial;
  const why = violation === undefined ? reason : `infeasible by ${formatNumber(violation)}`;
  const ended = why === undefined ? state : `${state}, ${why}`;
  const place = host === undefined ? worker : `${worker} on ${host}`;
  const facts: Record<string, string | number | undefined> = {
    attempt,
    worker: place,
    started: startedAt,
    took: elapsedMs === undefined ? undefined : formatSeconds(elapsedMs / 1000),
    folder: directory === null ? undefined : relative(process.cwd(), directory),
  };
  const headline = value === undefined ? ended : `${ended}  value ${style.bold(style.green(formatValue(value)))}`;
  return [
    `${style.bold(formatValue(name))}  trial ${number}  ${batch < 0 ? "imported" : `batch ${batch + 1}`}  ${headline}`,
    ...section("Params", params, style),
    ...section("Metrics", metrics, style),
    ...section("Attributes", attributes, style),
    "",
    ...Object.entries(facts).flatMap(([fact, text]) => (text === undefined ? [] : [`${fact.padEnd(7)}  ${text}`])),
    ...losses.map((loss) => style.yellow(`lost     ${loss}`)),
    ...(error === undefined ? [] : ["", style.red(formatError(error))]),
    ...logs.flatMap(({ attempt: each, lines }) => ["", style.bold(titleOf(each, attempt)), ...lines]),
  ];
}

function titleOf(attempt: number, latest: number): string {
  return attempt === latest ? "Log" : `Log of attempt ${attempt}`;
}

function section(title: string, fields: JsonObject | undefined, style: Style): string[] {
  const entries = Object.entries(fields ?? {});
  return entries.length === 0 ? [] : ["", style.bold(title), ...formatFields(entries, style)];
}
