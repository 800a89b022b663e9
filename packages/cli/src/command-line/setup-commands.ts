import { Argument, type Command, Option } from "commander";
import { SHELLS } from "../completion/shells.js";
import { TEMPLATE_NAMES } from "../init/templates.js";
import { Output } from "../output/output.js";
import { commonOptions, type Done, example, outputOptions } from "./common-options.js";

export function addInit(program: Command, version: string, done: Done): void {
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
      const { initStudy } = await import("../commands/init.js");
      done(await initStudy(file, flags, new Output(flags), version));
    });
}

export function addDoctor(program: Command, done: Done): void {
  const doctor = program
    .command("doctor")
    .summary("what this machine has to offer a search")
    .description("Looks at Node.js, the packages installed here, GPUs, Redis, and the folder of the studies.");
  commonOptions(doctor)
    .addHelpText("after", example("doctor", "doctor --json"))
    .action(async (flags) => {
      const { examineMachine } = await import("../commands/doctor.js");
      done(await examineMachine(flags, new Output(flags)));
    });
}

export function addCompletion(program: Command, done: Done): void {
  program
    .command("completion")
    .summary("print the completion script of a shell")
    .description("Prints the script by which a shell completes commands, options, study files and names of studies.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .argument("[words...]", "complete the last of these instead, as the script asks for after --")
    .addHelpText("after", example("completion bash >> ~/.bashrc", "completion fish | source"))
    .action(async (shell, words) => {
      const { completeCommandLine } = await import("../commands/completion.js");
      done(await completeCommandLine(program, shell, words, new Output({})));
    });
}
