import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { type Done, example } from "./command-line/common-options.js";
import { addDashboard, addReport } from "./command-line/dashboard-commands.js";
import { addQueue } from "./command-line/queue-commands.js";
import { addRun } from "./command-line/search-commands.js";
import { addCompletion, addDoctor, addInit } from "./command-line/setup-commands.js";
import { addSteering } from "./command-line/steer-commands.js";
import { addDelete, addReading } from "./command-line/study-commands.js";
import { type ExitCode, exitCodes } from "./exit-codes.js";
import { Output } from "./output/output.js";
import { UsageError } from "./usage-error.js";

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
  addReading(program, done);
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
