import { type GivenResult, type Study, spaceFromJson } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import type { DefinitionFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { OptunaStudy } from "../import/optuna-journal.js";
import { spaceFromOptuna } from "../import/optuna-space.js";
import { type ResultsFile, readResults } from "../import/read-results.js";
import { spaceCode } from "../import/space-code.js";
import type { Output } from "../output/output.js";
import { withStudy } from "../study/open-study.js";
import { ownCommand } from "../terminal/own-command.js";
import { UsageError } from "../usage-error.js";

export interface ImportFlags extends DefinitionFlags {
  /** Name of a study of Optuna. */
  readonly from?: string;
}

/** `shac import`: learns from results made elsewhere. @param file absent where `target` is an Optuna journal, which tells of its study */
export async function importResults(
  target: string,
  file: string | undefined,
  flags: ImportFlags,
  output: Output,
): Promise<ExitCode> {
  const source = await readResults(file ?? target, flags.from);
  const into = file === undefined ? definitionOf(source, target) : target;
  const before = await journalStorage(flags.dir).list();
  let name = "";
  try {
    await withStudy(into, flags, async (study) => {
      name = study.name;
      const results = await takeResults(study, source, file ?? target);
      report(study, results, source, output);
      if (file === undefined) tellHowToGoOn(study, flags, output);
    });
  } catch (error) {
    // A study that was made for results that then did not fit.
    if (name !== "" && !before.includes(name)) await journalStorage(flags.dir).delete(name);
    throw error;
  }
  return exitCodes.done;
}

function definitionOf({ study }: ResultsFile, file: string) {
  if (study === undefined) {
    throw new UsageError(`Give the study before ${file}: only a journal of Optuna says itself of which study it is.`);
  }
  const { name, trials } = study;
  try {
    return { name, space: spaceFromJson(spaceFromOptuna(trials)), direction: directionOf(study) };
  } catch (cause) {
    throw new UsageError(`${file} cannot be imported: ${(cause as Error).message}.`, { cause });
  }
}

function directionOf({ directions }: OptunaStudy): "minimize" | "maximize" {
  return directions[0] ?? "minimize";
}

async function takeResults(study: Study, { study: origin, resultsFor }: ResultsFile, file: string) {
  if (origin !== undefined && directionOf(origin) !== study.direction) {
    throw new UsageError(
      `${file} is of a study that ${directionOf(origin)}s, and ${study.name} ${study.direction}s; their values cannot be compared.`,
    );
  }
  const results = resultsFor(study.space);
  await study.fitDataset(results);
  return results;
}

function report({ name }: Study, results: readonly GivenResult[], { count }: ResultsFile, output: Output): void {
  const leftOut = count - results.length;
  const counts = (["pruned", "failed"] as const).map((state) => {
    return [state, results.filter((result) => result.state === state).length] as const;
  });
  output.document({ name, imported: results.length, ...Object.fromEntries(counts), leftOut });
  const others = [...counts, ["left out", leftOut] as const].filter(([, number]) => number > 0);
  output.notice(
    [`Imported into ${name}: ${results.length}`, ...others.map(([what, number]) => `${what} ${number}`)].join(", "),
  );
}

function tellHowToGoOn({ name, space }: Study, { dir }: ImportFlags, output: Output): void {
  const place = dir === ".shac" ? [] : ["--dir", dir];
  const command = ownCommand(["run", "STUDY_FILE", "--name", name, ...place]);
  output.notice(`Go on with ${command}, where the space in the study file is:`);
  output.result(spaceCode(space));
}
