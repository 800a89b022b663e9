import { availableParallelism } from "node:os";
import { type EvaluatorBackend, inlineBackend } from "@shac/core";
import { chooseBackend, hasThreading } from "../backend/choose-backend.js";
import { checkQueueFlags } from "../backend/queue-backend.js";
import { checkTfFlags } from "../backend/tf-options.js";
import type { RunFlags } from "../command-line/flags.js";
import { commandObjective } from "../command-objective/command-objective.js";
import { type AnyDefinition, loadStudy } from "../study/load-study.js";
import { readSpaceFile } from "../study/space-file.js";
import { UsageError } from "../usage-error.js";
import type { Advice } from "./next-commands.js";

/** What `shac run` works on. */
export interface PreparedRun {
  readonly definition: AnyDefinition;
  readonly backend: EvaluatorBackend;
  /** Commands worth trying after the run, beside those for every run. */
  readonly advice: readonly Advice[];
}

/** Where the study is evaluated in this process only because nothing else is installed. */
const USE_ALL_CORES: Advice = ["use all cores", "npm install --save-dev @shac/threading"];

/**
 * The study of a file and its backend, or a study whose evaluations are runs of a command.
 * @throws UsageError
 */
export async function prepareRun(file: string | undefined, flags: RunFlags): Promise<PreparedRun> {
  if (flags.command !== undefined) return prepareCommand(flags.command, file, flags);
  if (flags.space !== undefined) throw new UsageError("--space needs --command; a study file has its own space.");
  if (file === undefined) throw new UsageError("Give a study file, or --command and --space.");
  const loaded = await loadStudy(file);
  const backend = await chooseBackend(loaded, flags);
  const isAlone = flags.backend === undefined && backend.name === "inline" && !hasThreading(loaded.url);
  return { definition: loaded.definition, backend, advice: isAlone ? [USE_ALL_CORES] : [] };
}

async function prepareCommand(command: string, file: string | undefined, flags: RunFlags): Promise<PreparedRun> {
  const { backend, memoryLimit, workers = availableParallelism() } = flags;
  if (backend !== undefined || memoryLimit !== undefined) {
    throw new UsageError("--command runs programs of its own; --backend and --memory-limit are for study files.");
  }
  checkQueueFlags(flags);
  checkTfFlags(flags);
  const definition = await loadDefinition(file, flags.space);
  const objective = commandObjective(command, definition.space);
  return {
    definition: { ...definition, objective },
    backend: inlineBackend(objective, { concurrency: workers }),
    advice: [],
  };
}

async function loadDefinition(
  file: string | undefined,
  spaceFile: string | undefined,
): Promise<Omit<AnyDefinition, "objective">> {
  if (file !== undefined && spaceFile !== undefined) {
    throw new UsageError("Give the search space by a study file or by --space, not by both.");
  }
  if (file !== undefined) return (await loadStudy(file, "without objective")).definition;
  if (spaceFile === undefined) throw new UsageError("--command needs a search space: --space FILE, or a study file.");
  return readSpaceFile(spaceFile);
}
