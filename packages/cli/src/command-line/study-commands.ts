import { Argument, type Command, Option } from "commander";
import { Output } from "../output/output.js";
import { cascadeOptions, commonOptions, type Done, example } from "./common-options.js";
import { parseInteger, UINT32 } from "./option-values.js";

/** The commands that read what is kept. */
export function addReading(program: Command, done: Done): void {
  addShow(program, done);
  addList(program, done);
  addPredict(program, done);
  addExport(program, done);
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
      const { showStudy } = await import("../commands/show.js");
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
      const { listStudies } = await import("../commands/list.js");
      done(await listStudies(flags, new Output(flags)));
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
      const { predictPoints } = await import("../commands/predict.js");
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
      const { exportTrials } = await import("../commands/export.js");
      done(await exportTrials(name, flags, new Output(flags)));
    });
}

export function addDelete(program: Command, done: Done): void {
  const command = program
    .command("delete")
    .summary("delete a study with all it has kept")
    .description("Deletes a study with its trials and their folders. Asks before it does, in a terminal.")
    .argument("<name>", "name of the study")
    .option("--yes", "do not ask");
  commonOptions(command)
    .addHelpText("after", example("delete digits", "delete digits --yes"))
    .action(async (name, flags) => {
      const { deleteStudy } = await import("../commands/delete.js");
      done(await deleteStudy(name, flags, new Output(flags)));
    });
}

function studyName(): Argument {
  return new Argument("[name]", "name of the study; not needed where there is only one");
}
