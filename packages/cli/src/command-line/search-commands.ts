import type { Command } from "commander";
import { Output } from "../output/output.js";
import { backendOptions, cascadeOptions, commonOptions, type Done, example, searchOptions } from "./common-options.js";
import { dashboardOption } from "./dashboard-commands.js";
import { parseDuration, parseInteger, parseNumber, parseSilence } from "./option-values.js";
import { queueFlagOptions } from "./queue-commands.js";

export function addRun(program: Command, words: readonly string[], done: Done): void {
  const run = program
    .command("run")
    .summary("start a study or go on with it")
    .description("Starts the study that a TypeScript or JavaScript file defines, or goes on where it was left.")
    .argument("[study-file]", "a file whose default export is made by defineStudy()")
    .option(
      "--command <command>",
      "run this for each evaluation; {name} is a parameter, the last line printed the value",
    )
    .option("--space <file>", "search space of --command as JSON, in place of a study file")
    .option("--name <name>", "keep the study under this name (default: the file's)")
    .option("--budget <n>", "evaluations in all; a larger one goes on with a finished study", parseInteger(1));
  backendOptions(queueFlagOptions(searchOptions(run)), "inline, threads, processes, onnx, tf-managed, bullmq,")
    .option("--lost-after <time>", "bullmq: silence after which a worker is lost, from 2s (default: 10s)", parseSilence)
    .option("--unlock", "take the study from a machine that is gone for good")
    .option("--async", "give a free worker a new point at once, not only when the batch is done")
    .option("--timeout <time>", "longest time of one evaluation: 30s, 5m, 2h", parseDuration)
    .option(
      "--retries <n>",
      "how often an evaluation is repeated when its worker is lost (default: 2)",
      parseInteger(0),
    )
    .option("--max-time <time>", "stop the run after this time: 30s, 5m, 2h", parseDuration)
    .option("--target <value>", "stop at the first value that is at least as good", parseNumber)
    .option("--skip-cv-checks", "train classifiers without the cross-validation they must pass")
    .option("--early-stop", "end the search when a stage gives no classifier");
  commonOptions(dashboardOption(cascadeOptions(run)))
    .addHelpText(
      "after",
      example(
        "run digits.ts",
        "run digits.ts --budget 400 --batches 40",
        "run digits.ts --workers 4 --max-time 2h --json",
        "run --space space.json --command 'python train.py --lr {learningRate}'",
      ),
    )
    .action(async (file, flags) => {
      const { runStudy } = await import("../commands/run.js");
      done(await runStudy(file, flags, new Output(flags), words));
    });
}
