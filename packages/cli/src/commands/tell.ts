import type { Study, TrialReport } from "@shac/core";
import { trialRow } from "@shac/core/node";
import type { CommonFlags } from "../command-line/flags.js";
import { readOutcome } from "../command-objective/command-objective.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { formatValue } from "../output/format.js";
import type { Output } from "../output/output.js";
import { withStudy } from "../study/open-study.js";
import { UsageError } from "../usage-error.js";

export interface TellFlags extends CommonFlags {
  /** Why. */
  readonly failed?: string;
  readonly pruned?: true;
  readonly report?: readonly TrialReport[];
}

type Told = Parameters<Study["tell"]>[1];

/** `shac tell`: brings back the outcome of a trial that was asked for, or what it has reported so far. */
export async function tellTrial(
  name: string,
  number: number,
  value: string | undefined,
  flags: TellFlags,
  output: Output,
): Promise<ExitCode> {
  const outcome = outcomeOf(value, flags);
  return withStudy(name, flags, async (study) => {
    let prune = false;
    for (const { step, value: reported } of flags.report ?? []) prune = await study.report(number, step, reported);
    if (outcome === undefined) {
      output.document({ number, prune });
      output.notice(`trial ${number}  ${prune ? "may give up; tell it with --pruned" : "goes on"}`);
      return exitCodes.done;
    }
    const trial = await study.tell(number, outcome);
    output.document(trialRow(trial));
    const why = trial.reason === undefined ? trial.state : `${trial.state}, ${trial.reason}`;
    const what = trial.value === undefined ? why : `value ${formatValue(trial.value)}`;
    output.notice(`trial ${number}  ${what}${study.best === trial ? "  the best so far" : ""}`);
    return exitCodes.done;
  });
}

/** Undefined: there are only reports. @throws UsageError */
function outcomeOf(value: string | undefined, { failed, pruned, report }: TellFlags): Told | undefined {
  const given = [value, failed, pruned].filter((each) => each !== undefined);
  if (given.length > 1 || (given.length === 0 && report === undefined)) {
    throw new UsageError("Give the value, --failed with why, or --pruned; or a --report alone.");
  }
  if (value !== undefined) return readOutcome(value);
  if (failed !== undefined) return { failed };
  return pruned ? { pruned } : undefined;
}
