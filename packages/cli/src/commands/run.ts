import { isAbsolute, join } from "node:path";
import { type EvaluatorBackend, type StopReason, Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import type { RunFlags } from "../command-line/flags.js";
import { startRunDashboard } from "../dashboard/run-dashboard.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";
import { formatBest } from "../output/study-report.js";
import { nextCommands } from "../run/next-commands.js";
import { prepareRun } from "../run/prepare-run.js";
import { formatEnd } from "../run/run-report.js";
import { watchRun } from "../run/watch-run.js";
import { summarizeStudy } from "../study/study-summary.js";
import { withFlags } from "../study/with-flags.js";
import { Interruption } from "../terminal/interruption.js";
import { folderToGoTo, ownCommand } from "../terminal/own-command.js";

/**
 * `shac run`: starts the study of a file or of a command, or goes on with it.
 * @param words the command line after the program's name, repeated in advice
 */
export async function runStudy(
  file: string | undefined,
  flags: RunFlags,
  output: Output,
  words: readonly string[],
): Promise<ExitCode> {
  const { definition: prepared, backend, advice } = await prepareRun(file, flags);
  const definition = withFlags(prepared, flags);
  const storage = journalStorage(flags.dir);
  if (flags.unlock) await storage.unlock(definition.name);
  const study = await Study.open(definition, { storage, keepArtifacts: definition.keepArtifacts ?? "all" });
  const { dir, dashboard } = flags;
  const page = dashboard === undefined ? undefined : await startRunDashboard(dir, dashboard, output);
  let stop: StopReason;
  try {
    stop = await fitStudy(study, backend, flags, output, words).finally(() => study.close());
  } catch (error) {
    return output.fail(error, summarizeStudy(study));
  } finally {
    page?.close();
  }
  const commands = [...nextCommands(study, stop, dir, words), ...advice];
  const kept = join(isAbsolute(dir) ? "" : (folderToGoTo() ?? ""), dir, study.name);
  output.document(summarizeStudy(study));
  output.result(flags.quiet ? formatBest(study, output.style) : formatEnd(study, stop, kept, commands, output.style));
  return stop === "interrupted" ? exitCodes.interrupted : exitCodes.done;
}

/** Runs the study under a display until it ends or is interrupted. */
async function fitStudy(
  study: Study,
  backend: EvaluatorBackend,
  flags: RunFlags,
  output: Output,
  words: readonly string[],
): Promise<StopReason> {
  const watch = watchRun(study, output);
  const stopAtOnce = (): never => {
    watch.end();
    output.notice(`Stopped at once; what was finished is kept. Go on with: ${ownCommand(words)}`);
    process.exit(exitCodes.interrupted);
  };
  const interruption = new Interruption(() => watch.stopping(), stopAtOnce);
  try {
    const history = await study.fit(backend, {
      signal: interruption.signal,
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }),
      ...(flags.retries === undefined ? {} : { retries: flags.retries }),
      ...(flags.maxTime === undefined ? {} : { maxTimeMs: flags.maxTime }),
      ...(flags.target === undefined ? {} : { targetValue: flags.target }),
    });
    return history.stop ?? "budget-spent";
  } catch (error) {
    if (interruption.signal.aborted && error === interruption.signal.reason) return "interrupted";
    throw error;
  } finally {
    interruption[Symbol.dispose]();
    watch.end();
  }
}
