import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.js";

/** Is told how a command ended. */
export type Done = (exitCode: ExitCode) => void;

/** Options of every command. */
export function commonOptions(command: Command): Command {
  return command
    .option("--dir <folder>", "where studies are kept", ".shac")
    .option("--json", "print one JSON document on standard output and nothing else there")
    .option("--quiet", "print the result alone: no progress, notices or advice")
    .option("--verbose", "show the stack of every error");
}

/** Examples below the help of a command. */
export function example(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ shac ${line}`).join("\n")}`;
}
