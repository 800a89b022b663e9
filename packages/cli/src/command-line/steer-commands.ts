import type { Command } from "commander";
import { Output } from "../output/output.js";
import { commonOptions, type Done, example, searchOptions } from "./common-options.js";
import { parseDuration, parseInteger, parseReports } from "./option-values.js";

const STUDY = "name of the study; or a study file, or a space as JSON, from which it is made";

/** What a study is made with that is not there yet. */
function definitionOptions(command: Command): Command {
  command
    .option("--name <name>", "keep the study under this name (default: the file's)")
    .option("--budget <n>", "evaluations in all", parseInteger(1));
  return searchOptions(command).option(
    "--async",
    "propose each point from what is known by then, not a batch at a time",
  );
}

/** The commands by which something else than `shac run` drives a study. */
export function addSteering(program: Command, done: Done): void {
  const ask = program
    .command("ask")
    .summary("take trials out, to evaluate them by other means")
    .description("Hands out trials. They stay out until they are told. Waits while another process writes the study.")
    .argument("<study>", STUDY)
    .option("--count <n>", "how many at most (default: 1)", parseInteger(1))
    .option("--ask-timeout <time>", "first take back what was asked for so long ago: 30s, 5m, 2h", parseDuration);
  commonOptions(definitionOptions(ask))
    .addHelpText("after", example("ask digits --count 4 --json", "ask space.json --budget 60 --seed 1 --json"))
    .action(async (target, flags) => {
      const { askTrials } = await import("../commands/ask.js");
      done(await askTrials(target, flags, new Output(flags)));
    });

  const tell = program
    .command("tell")
    .summary("bring back the outcome of a trial")
    .description("Brings back the value of a trial that was asked for, or that it has none. The first outcome counts.")
    .argument("<name>", "name of the study")
    .argument("<trial>", "number of the trial", parseInteger(0))
    .argument("[value]", 'the value, or JSON: {"value": 0.97, "metrics": {"seconds": 12}}')
    .option("--failed <why>", "it gave no value")
    .option("--pruned", "it gave up, as a report said that it should")
    .option(
      "--report <step=value>",
      "an intermediate value; may be repeated, alone or before the outcome",
      parseReports,
    );
  commonOptions(tell)
    .addHelpText(
      "after",
      example("tell digits 17 0.97", 'tell digits 17 --failed "out of memory"', "tell digits 17 --report 3=0.91"),
    )
    .action(async (name, trial, value, flags) => {
      const { tellTrial } = await import("../commands/tell.js");
      done(await tellTrial(name, trial, value, flags, new Output(flags)));
    });

  const enqueue = program
    .command("enqueue")
    .summary("give points to be evaluated first")
    .description("Gives points that come first in the next batch.")
    .argument("<study>", STUDY)
    .argument("<params...>", "the params of a point, as JSON");
  commonOptions(definitionOptions(enqueue))
    .addHelpText("after", example(`enqueue digits '{"learningRate": 0.01, "layers": 3}'`))
    .action(async (target, points, flags) => {
      const { enqueuePoints } = await import("../commands/enqueue.js");
      done(await enqueuePoints(target, points, flags, new Output(flags)));
    });

  addRetry(program, done);
  addImport(program, done);
}

function addRetry(program: Command, done: Done): void {
  const retry = program
    .command("retry")
    .summary("let failed trials be evaluated once more")
    .description("Lets failed trials be evaluated once more by the next run or ask, before anything new is proposed.")
    .argument("<name>", "name of the study")
    .argument("[trials...]", "their numbers", (text: string, before: number[] = []) => [
      ...before,
      parseInteger(0)(text),
    ])
    .option("--failed", "all that failed");
  commonOptions(retry)
    .addHelpText("after", example("retry digits --failed", "retry digits 3 17"))
    .action(async (name, trials, flags) => {
      const { retryTrials } = await import("../commands/retry.js");
      done(await retryTrials(name, trials ?? [], flags, new Output(flags)));
    });
}

function addImport(program: Command, done: Done): void {
  const command = program
    .command("import")
    .summary("learn from results made elsewhere")
    .description(
      "Learns from the results in a file; they do not count for the budget. A journal of Optuna says itself of which study it is.",
    )
    .argument("<study>", `${STUDY}; or a journal of Optuna`)
    .argument(
      "[file]",
      "what shac export wrote, columns of params and one named value, dataset.csv of pyshac, a journal or CSV of Optuna",
    )
    .option("--from <name>", "the study of an Optuna journal that has several");
  commonOptions(definitionOptions(command))
    .addHelpText(
      "after",
      example(
        "import digits.ts earlier.csv",
        "import parameters.json dataset.csv --name tuned",
        "import optuna.log --from digits",
      ),
    )
    .action(async (target, file, flags) => {
      const { importResults } = await import("../commands/import.js");
      done(await importResults(target, file, flags, new Output(flags)));
    });
}
