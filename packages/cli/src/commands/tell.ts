import { readOutcome } from "../command/command-objective.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { trialRow } from "../export/json.js";
import { withStudy } from "../open-study.js";
import type { CommonFlags } from "../options.js";
import { formatValue } from "../output/format.js";
import type { Output } from "../output/output.js";
import { UsageError } from "../usage-error.js";

export interface TellFlags extends CommonFlags {
  /** Why. */
  readonly failed?: string;
}

/** `shac tell`: brings back the outcome of a trial that was asked for. */
export async function tellTrial(
  name: string,
  number: number,
  value: string | undefined,
  flags: TellFlags,
  output: Output,
): Promise<ExitCode> {
  const { failed } = flags;
  if ((value === undefined) === (failed === undefined)) throw new UsageError("Give the value, or --failed with why.");
  return withStudy(name, flags, async (study) => {
    const trial = await study.tell(number, failed === undefined ? readOutcome(value ?? "") : { failed });
    output.document(trialRow(trial));
    const what = trial.value === undefined ? `${trial.state}, ${trial.reason}` : `value ${formatValue(trial.value)}`;
    output.notice(`trial ${number}  ${what}${study.best === trial ? "  the best so far" : ""}`);
    return exitCodes.done;
  });
}
