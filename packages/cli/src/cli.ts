import { createRequire } from "node:module";
import { Argument, Command, CommanderError, Option } from "commander";
import { backendOptions, commonOptions, type Done, example, outputOptions, searchOptions } from "./common-options.js";
import { SHELLS } from "./completion/shells.js";
import { addDashboard, addReport, dashboardOption } from "./dashboard-commands.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import { TEMPLATE_NAMES } from "./init/templates.js";
import { parseDuration, parseInteger, parseNumber, UINT32 } from "./options.js";
import { Output } from "./output/output.js";
import { addQueue, queueOptions } from "./queue-commands.js";
import { addSteering } from "./steer-commands.js";
import { UsageError } from "./usage-error.js";

/** What a draw from the cascade takes. */
function cascadeOptions(command: Command): Command {
  return command
    .option(
      "--relax-checks [n]",
      "how many classifiers may refuse a point; alone: the least that works",
      parseInteger(0),
    )
    .option("--max-classifiers <n>", "use at most so many classifiers (run: default 18)", parseInteger(1));
}

function addRun(program: Command, words: readonly string[], done: Done): void {
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
  backendOptions(queueOptions(searchOptions(run)), "inline, threads, processes, onnx, tf-managed, bullmq,")
    .option(
      "--lost-after <time>",
      "bullmq: silence after which a worker is lost, from 2s (default: 10s)",
      parseDuration,
    )
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
      const { runStudy } = await import("./commands/run.js");
      done(await runStudy(file, flags, new Output(flags), words));
    });
}

function addInit(program: Command, version: string, done: Done): void {
  const init = program
    .command("init")
    .summary("write a study file to begin with")
    .description(
      "Writes a study file that runs as it is, and adds what it needs to package.json. Asks what is tuned, in a terminal.",
    )
    .argument("[file]", "the study file, .ts, .mts, .js or .mjs (default: study.ts, or study.js without TypeScript)")
    .addOption(new Option("--template <what>", "what is tuned (default: function)").choices(TEMPLATE_NAMES))
    .option("--yes", "do not ask")
    .option("--force", "overwrite files that are there already");
  outputOptions(init)
    .addHelpText("after", example("init", "init digits.ts --template tensorflow"))
    .action(async (file, flags) => {
      const { initStudy } = await import("./commands/init.js");
      done(await initStudy(file, flags, new Output(flags), version));
    });
}

function addShow(program: Command, done: Done): void {
  const show = program
    .command("show")
    .summary("best trial, what decides, stages and top trials of a study")
    .description(
      "Shows the best trial, what decides, the stages and the top trials of a saved study; it may be running meanwhile.",
    )
    .addArgument(studyName())
    .option("--trial <n>", "show all about this trial instead", parseInteger(0))
    .addOption(new Option("--plot", "draw the history and what is left of each parameter's range").conflicts("trial"));
  commonOptions(show)
    .addHelpText("after", example("show", "show digits --plot", "show digits --json", "show digits --trial 17"))
    .action(async (name, flags) => {
      const { showStudy } = await import("./commands/show.js");
      done(await showStudy(name, flags, new Output(flags)));
    });
}

function addList(program: Command, done: Done): void {
  const list = program
    .command("list")
    .summary("the studies that are kept")
    .description("Lists the studies that are kept, with their best values.");
  commonOptions(list)
    .addHelpText("after", example("list", "list --dir /data/studies --json"))
    .action(async (flags) => {
      const { listStudies } = await import("./commands/list.js");
      done(await listStudies(flags, new Output(flags)));
    });
}

function addDelete(program: Command, done: Done): void {
  const command = program
    .command("delete")
    .summary("delete a study with all it has kept")
    .description("Deletes a study with its trials and their folders. Asks before it does, in a terminal.")
    .argument("<name>", "name of the study")
    .option("--yes", "do not ask");
  commonOptions(command)
    .addHelpText("after", example("delete digits", "delete digits --yes"))
    .action(async (name, flags) => {
      const { deleteStudy } = await import("./commands/delete.js");
      done(await deleteStudy(name, flags, new Output(flags)));
    });
}

function addDoctor(program: Command, done: Done): void {
  const doctor = program
    .command("doctor")
    .summary("what this machine has to offer a search")
    .description("Looks at Node.js, the packages installed here, GPUs, Redis, and the folder of the studies.");
  commonOptions(doctor)
    .addHelpText("after", example("doctor", "doctor --json"))
    .action(async (flags) => {
      const { examineMachine } = await import("./commands/doctor.js");
      done(await examineMachine(flags, new Output(flags)));
    });
}

function addCompletion(program: Command, done: Done): void {
  program
    .command("completion")
    .summary("print the completion script of a shell")
    .description("Prints the script by which a shell completes commands, options, study files and names of studies.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .argument("[words...]", "complete the last of these instead, as the script asks for after --")
    .addHelpText("after", example("completion bash >> ~/.bashrc", "completion fish | source"))
    .action(async (shell, words) => {
      const { completeCommandLine } = await import("./commands/completion.js");
      done(await completeCommandLine(program, shell, words, new Output({})));
    });
}

function addPredict(program: Command, done: Done): void {
  const predict = program
    .command("predict")
    .summary("draw points that a study's classifiers accept")
    .description("Draws points from the part of the search space that the classifiers of a study accept.")
    .argument("<study>", "name of the study, or its file: needed for constraints and custom parameters")
    .option("--name <name>", "name of the study, where it is not the file's")
    .option("--samples <n>", "points to draw (default: 1)", parseInteger(1))
    .option("--batches <n>", "whole batches of points to draw", parseInteger(1))
    .option("--seed <n>", "draw other points: 0 to 4294967295 (default: the study's seed)", parseInteger(0, UINT32));
  commonOptions(cascadeOptions(predict))
    .addHelpText("after", example("predict digits --samples 10", "predict digits.ts --batches 1 --json"))
    .action(async (target, flags) => {
      const { predictPoints } = await import("./commands/predict.js");
      done(await predictPoints(target, flags, new Output(flags)));
    });
}

function addExport(program: Command, done: Done): void {
  const command = program
    .command("export")
    .summary("write all trials of a study as CSV or JSON")
    .description("Writes all trials of a study, in order, as CSV or JSON.")
    .addArgument(studyName())
    .addOption(
      new Option("--format <format>", "csv or json (default: as the file's name ends, else csv)").choices([
        "csv",
        "json",
      ]),
    )
    .option("-o, --output <file>", "write to a file instead of standard output");
  commonOptions(command)
    .addHelpText("after", example("export digits -o digits.csv", "export digits --format json"))
    .action(async (name, flags) => {
      const { exportTrials } = await import("./commands/export.js");
      done(await exportTrials(name, flags, new Output(flags)));
    });
}

function studyName(): Argument {
  return new Argument("[name]", "name of the study; not needed where there is only one");
}

/**
 * Runs the program. Each command imports its module when it is called: to load them all, and the core with them, would take most of
 * the time of a start that prints help or completes a word.
 *
 * @param words the command line after the program's name
 */
export async function main(words: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const done: Done = (code) => {
    exitCode = code;
  };
  const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };
  const program = new Command("shac")
    .description("Hyperparameter search from the terminal.")
    .version(version)
    .configureOutput({ outputError: () => {} })
    .exitOverride()
    .addHelpText("after", example("run digits.ts", "show digits", "run --help"));
  addInit(program, version, done);
  addRun(program, words, done);
  addShow(program, done);
  addList(program, done);
  addPredict(program, done);
  addExport(program, done);
  addSteering(program, done);
  addQueue(program, done);
  addDashboard(program, done);
  addReport(program, done);
  addDelete(program, done);
  addDoctor(program, done);
  addCompletion(program, done);
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    return endOf(error, words);
  }
}

/** Commander ends by an error, also after it has printed help. */
function endOf(error: unknown, words: readonly string[]): ExitCode {
  if (!(error instanceof CommanderError)) return failWith(error, words);
  if (error.exitCode === 0) return exitCodes.done;
  if (error.code === "commander.help") return exitCodes.usage;
  const message = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  return failWith(new UsageError(message), words);
}

/** Reports an error as the command line asks, even where that could not be read. */
export function failWith(error: unknown, words: readonly string[]): ExitCode {
  const json = words.includes("--json");
  const verbose = words.includes("--verbose");
  return new Output({ json, verbose }).fail(error);
}
