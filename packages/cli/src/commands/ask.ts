import { trialSeed } from "@shac/core";
import type { DefinitionFlags } from "../command-line/flags.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { formatPoints } from "../output/study-report.js";
import { ENDS } from "../run/run-report.js";
import { withStudy } from "../study/open-study.js";

export interface AskFlags extends DefinitionFlags {
  readonly count?: number;
  /** Milliseconds. */
  readonly askTimeout?: number;
}

/** `shac ask`: hands out trials, for `shac tell` to bring back. */
export async function askTrials(target: string, flags: AskFlags, output: Output): Promise<ExitCode> {
  const { count, askTimeout } = flags;
  return withStudy(target, flags, async (study) => {
    const asked = await study.ask(count, askTimeout === undefined ? {} : { askTimeoutMs: askTimeout });
    const trials = asked.map(({ number, attempt, params }) => ({
      number,
      attempt,
      params,
      seed: trialSeed(study.seed, number),
    }));
    const { stop } = study.history;
    const running = study.running.map(({ number }) => number);
    output.document({ name: study.name, trials, running, stop: stop ?? null });
    if (trials.length > 0) {
      const rows = trials.map(({ number, params }) => ({ cells: [String(number)], params }));
      output.result(formatPoints([{ title: "trial", align: "right" }], rows, output.width, output.style));
    } else if (stop !== undefined) output.notice(ENDS[stop]);
    else output.notice(`The batch waits for trials ${running.join(", ")}.`);
    return exitCodes.done;
  });
}
