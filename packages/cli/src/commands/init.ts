import type { OutputFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { defaultFile, planStudy, type StudyPlan, whyNotFile } from "../init/plan-study.js";
import { findProject } from "../init/project.js";
import { TEMPLATE_NAMES, TEMPLATES, type TemplateName } from "../init/templates.js";
import { writeFiles } from "../init/write-files.js";
import { shortPath } from "../output/error-text.js";
import type { Output } from "../output/output.js";
import { AnswerRefused, askChoice, askText, askWhether, canAsk } from "../terminal/ask-user.js";
import { UsageError } from "../usage-error.js";

const DEFAULT: TemplateName = "function";

export interface InitFlags extends OutputFlags {
  readonly template?: TemplateName;
  readonly force?: true;
  readonly yes?: true;
}

/** `shac init`: writes a study file that runs as it is, with what it needs in package.json. */
export async function initStudy(
  file: string | undefined,
  flags: InitFlags,
  output: Output,
  version: string,
): Promise<ExitCode> {
  const isAsked = !flags.yes && canAsk() && (flags.template === undefined || file === undefined);
  let plan: StudyPlan;
  try {
    plan = await (isAsked ? askForPlan(file, flags, version) : planFrom(file, flags, version));
  } catch (error) {
    if (!(error instanceof AnswerRefused)) throw error;
    output.notice("Nothing was written.");
    return exitCodes.interrupted;
  }
  writeFiles(plan.files);
  output.document({
    written: plan.files.map(({ path, added }) => ({ path, ...(added === undefined ? {} : { added }) })),
    next: plan.next,
  });
  output.result([
    ...describe(plan).map((line) => `wrote ${line}`),
    ...(flags.quiet ? [] : ["", "next", ...plan.next.map((command) => `  ${command}`)]),
  ]);
  return exitCodes.done;
}

/** @throws UsageError where something would be lost */
async function planFrom(file: string | undefined, flags: InitFlags, version: string): Promise<StudyPlan> {
  const plan = await planStudy(flags.template ?? DEFAULT, file ?? defaultFile(findProject(".")), version);
  if (plan.conflicts.length === 0 || flags.force) return plan;
  throw new UsageError(`Already there: ${plan.conflicts.join(", ")}. Give another file name, or --force to overwrite.`);
}

/** Asks until the user agrees to what would be written. */
async function askForPlan(file: string | undefined, flags: InitFlags, version: string): Promise<StudyPlan> {
  const options = TEMPLATE_NAMES.map((value) => {
    const { title, hint } = TEMPLATES[value];
    return { value, label: title, hint };
  });
  let template = flags.template ?? DEFAULT;
  let name = file ?? defaultFile(findProject("."));
  for (;;) {
    template = await askChoice("What do you want to tune?", options, template);
    name = await askText("In which file shall the study be?", name, whyNotFile);
    const plan = await planStudy(template, name, version);
    const overwritten = plan.conflicts.map((conflict) => `overwritten: ${conflict}`);
    const question = ["Write this? No asks again.", ...describe(plan), ...overwritten].join("\n");
    if (await askWhether(question, overwritten.length === 0)) return plan;
  }
}

/** A line for each file: its path, and in one that is there already what is new. */
function describe({ files }: StudyPlan): string[] {
  return files.map(({ path, added, note }) => {
    const more = [...(added ?? []), ...(note === undefined ? [] : [note])];
    return [shortPath(path), ...(more.length === 0 ? [] : [more.join(", ")])].join(": ");
  });
}
