import type { StopReason, Study } from "@shac/core";
import { folderToGoTo, ownCommand } from "../terminal/own-command.js";
import { shellWord } from "../terminal/shell-word.js";

/** A command and what it is for. */
export type Advice = readonly [purpose: string, command: string];

/**
 * Commands worth trying after a run that ended by `stop`, each with what it is for.
 * @param words the command line of that run
 */
export function nextCommands(
  { name, totalBudget }: Pick<Study, "name" | "totalBudget">,
  stop: StopReason,
  dir: string,
  words: readonly string[],
): readonly Advice[] {
  const place = dir === ".shac" ? [] : ["--dir", dir];
  const folder = folderToGoTo();
  return [
    ...(folder === undefined ? [] : [["go there", `cd ${shellWord(folder)}`] as const]),
    ...goOn(stop, totalBudget, words).map((next) => ["go on", ownCommand(next)] as const),
    ["look closer", ownCommand(["show", name, ...place])],
    ["draw points", ownCommand(["predict", name, "--samples", "5", ...place])],
    ["export trials", ownCommand(["export", name, "--format", "csv", "-o", `${name}.csv`, ...place])],
  ];
}

/** Nothing where the search would only end for the same reason again. */
function goOn(stop: StopReason, totalBudget: number, words: readonly string[]): (readonly string[])[] {
  if (stop === "interrupted" || stop === "time-limit") return [words];
  if (stop === "target-reached") return [withoutOption(words, "--target")];
  if (stop === "budget-spent") return [[...withoutOption(words, "--budget"), "--budget", String(2 * totalBudget)]];
  return [];
}

/** `words` without an option and its value, given as `--flag value` or as `--flag=value`. */
function withoutOption(words: readonly string[], flag: string): string[] {
  return words.filter((word, i) => word !== flag && words[i - 1] !== flag && !word.startsWith(`${flag}=`));
}
