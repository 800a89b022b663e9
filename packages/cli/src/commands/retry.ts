import type { CommonFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { withStudy } from "../study/open-study.js";
import { UsageError } from "../usage-error.js";

export interface RetryFlags extends CommonFlags {
  readonly failed?: true;
}

/** `shac retry`: lets failed trials be evaluated once more. */
export async function retryTrials(
  name: string,
  numbers: readonly number[],
  flags: RetryFlags,
  output: Output,
): Promise<ExitCode> {
  if ((numbers.length === 0) !== (flags.failed === true)) {
    throw new UsageError("Give either the numbers of the trials, or --failed for all.");
  }
  return withStudy(name, flags, async (study) => {
    const trials = await study.retry(flags.failed ? undefined : numbers);
    output.document({ name: study.name, retried: trials.map(({ number }) => number) });
    const wait = trials.length === 1 ? "trial waits for its" : "trials wait for their";
    output.notice(`${trials.length} ${wait} next attempt, by shac run or shac ask.`);
    return exitCodes.done;
  });
}
