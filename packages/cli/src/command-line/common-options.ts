import { type Command, Option } from "commander";
import { tfFlagOptions } from "../backend/tf-options.js";
import type { ExitCode } from "../exit-codes.js";
import { SAMPLER_NAMES } from "./flags.js";
import { parseInteger, parseSize, UINT32 } from "./option-values.js";

/** Is told how a command ended. */
export type Done = (exitCode: ExitCode) => void;

/** Options of every command that has to do with kept studies. */
export function commonOptions(command: Command): Command {
  return outputOptions(command.option("--dir <folder>", "where studies are kept", ".shac"));
}

/** Options of every command. */
export function outputOptions(command: Command): Command {
  return command
    .option("--json", "print one JSON document on standard output and nothing else there")
    .option("--quiet", "print the result alone: no progress, notices or advice")
    .option("--verbose", "show the stack of every error");
}

/** Options of the commands that can begin a study: how it searches. */
export function searchOptions(command: Command): Command {
  return command
    .option("--batches <n>", "batches that the budget is divided into", parseInteger(1))
    .option("--seed <n>", "seed of the search, 0 to 4294967295", parseInteger(0, UINT32))
    .addOption(new Option("--direction <way>", "which values are better").choices(["minimize", "maximize"]))
    .addOption(new Option("--sampler <name>", "how points are chosen (default: shac-gp)").choices(SAMPLER_NAMES));
}

/** Options of the commands that evaluate. @param backends what `--backend` may be, beside a package or file */
export function backendOptions(command: Command, backends: string): Command {
  command
    .option("--backend <where>", `${backends} or a package or file (default: the file's, or processes)`)
    .option("--workers <n>", "evaluations at once (default: one for each core)", parseInteger(1))
    .option("--memory-limit <size>", "most memory of one evaluation: 512mb, 2gb", parseSize);
  return tfFlagOptions(command);
}

/** What a draw from the cascade takes. */
export function cascadeOptions(command: Command): Command {
  return command
    .option(
      "--relax-checks [n]",
      "how many classifiers may refuse a point; alone: the least that works",
      parseInteger(0),
    )
    .option("--max-classifiers <n>", "use at most so many classifiers (run: default 18)", parseInteger(1));
}

/** Examples below the help of a command. */
export function example(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ shac ${line}`).join("\n")}`;
}
