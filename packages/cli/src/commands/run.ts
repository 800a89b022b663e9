import { type EvaluatorBackend, type StopReason, Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { chooseBackend, hasThreading } from "../choose-backend.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { Interruption } from "../interruption.js";
import { type AnyDefinition, loadStudy } from "../load-study.js";
import { nextCommands, shellCommand } from "../next-commands.js";
import { chooseSampler, type RunFlags } from "../options.js";
import type { Output } from "../output/output.js";
import { formatEnd } from "../output/run-report.js";
import { formatBest } from "../output/study-report.js";
import { watchRun } from "../output/watch-run.js";
import { summarizeStudy } from "../study-summary.js";

/** Where the study was evaluated in this process only because nothing else is installed. */
const USE_ALL_CORES = ["use all cores", "npm install --save-dev @shac/threading"] as const;

/**
 * `shac run`: starts the study of a file, or goes on with it.
 * @param words the command line after the program's name, repeated in advice
 */
export async function runStudy(
  file: string,
  flags: RunFlags,
  output: Output,
  words: readonly string[],
): Promise<ExitCode> {
  const loaded = await loadStudy(file);
  const backend = await chooseBackend(loaded, flags);
  const study = await Study.open(withFlags(loaded.definition, flags), {
    storage: journalStorage(flags.dir),
    keepArtifacts: loaded.definition.keepArtifacts ?? "all",
  });
  let stop: StopReason;
  try {
    stop = await fitStudy(study, backend, flags, output, words).finally(() => study.close());
  } catch (error) {
    return output.fail(error, summarizeStudy(study));
  }
  const advice = [...nextCommands(study, stop, flags.dir, words)];
  if (backend.name === "inline" && flags.backend === undefined && !hasThreading(loaded.url)) advice.push(USE_ALL_CORES);
  output.document(summarizeStudy(study));
  output.result(
    flags.quiet ? formatBest(study.best, output.style) : formatEnd(study, stop, flags.dir, advice, output.style),
  );
  return stop === "interrupted" ? exitCodes.interrupted : exitCodes.done;
}

/** The file's definition; what the command line says comes first. */
function withFlags(definition: AnyDefinition, flags: RunFlags): AnyDefinition {
  const { name, direction, budget, batches, seed } = flags;
  const sampler = chooseSampler(flags, definition.sampler);
  return {
    ...definition,
    ...(name === undefined ? {} : { name }),
    ...(direction === undefined ? {} : { direction }),
    ...(budget === undefined ? {} : { totalBudget: budget }),
    ...(batches === undefined ? {} : { numBatches: batches }),
    ...(seed === undefined ? {} : { seed }),
    ...(sampler === undefined ? {} : { sampler }),
  };
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
    output.notice(`Stopped at once; what was finished is kept. Go on with: ${shellCommand(words)}`);
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
