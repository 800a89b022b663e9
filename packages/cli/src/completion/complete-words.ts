import type { Argument, Command, Option } from "commander";
import { type Candidate, type PathKind, paths, studies } from "./candidates.js";

/** A command line up to the word that is being typed, as commander would read it. */
interface Line {
  readonly command: Command;
  /** Options given so far, with their values. */
  readonly given: ReadonlyMap<Option, string | undefined>;
  /** How many of the command's arguments are given. */
  readonly position: number;
  /** The option whose value is being typed. */
  readonly pending: Option | undefined;
}

const PATHS_OF_ARGUMENTS: Readonly<Record<string, PathKind>> = {
  "study-file": "study-file",
  study: "study-or-space",
  file: "file",
  folder: "folder",
};

/**
 * What may take the place of the last of `words`, by the program's own definition: commands, options, their fixed choices, paths
 * and the names of studies.
 */
export async function completeWords(program: Command, words: readonly string[]): Promise<Candidate[]> {
  const current = words.at(-1) ?? "";
  const line = readLine(program, words.slice(0, -1));
  const [, flag, start] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (flag !== undefined && start !== undefined) {
    const option = findOption(line.command, flag);
    const values = option === undefined ? [] : await valuesOf(option, start, line);
    return beginningWith(
      current,
      values.map(({ word, meaning }) => ({ word: `${flag}=${word}`, meaning })),
    );
  }
  if (line.pending !== undefined) return beginningWith(current, await valuesOf(line.pending, current, line));
  if (current.startsWith("-")) return beginningWith(current, optionsOf(line));
  const { command } = line;
  if (command.commands.length > 0) {
    if (line.position > 0) return [];
    const commands = command.createHelp().visibleCommands(command);
    return beginningWith(
      current,
      commands.map((each) => ({ word: each.name(), meaning: each.summary() })),
    );
  }
  const argument = argumentAt(line);
  return beginningWith(current, argument === undefined ? optionsOf(line) : await argumentsOf(argument, current, line));
}

function beginningWith(start: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(start));
}

function readLine(program: Command, words: readonly string[]): Line {
  let command = program;
  let position = 0;
  let pending: Option | undefined;
  const given = new Map<Option, string | undefined>();
  for (const word of words) {
    const [flag = "", value] = word.split(/=(.*)/s);
    const option = word.startsWith("-") ? findOption(command, flag) : undefined;
    if (option !== undefined) {
      given.set(option, value);
      pending = option.required && value === undefined ? option : undefined;
    } else if (pending !== undefined) {
      given.set(pending, word);
      pending = undefined;
    } else {
      const inner = command.commands.find((each) => each.name() === word);
      if (inner === undefined) position++;
      else command = inner;
    }
  }
  return { command, given, position, pending };
}

function findOption(command: Command, flag: string): Option | undefined {
  return command
    .createHelp()
    .visibleOptions(command)
    .find(({ short, long }) => flag === short || flag === long);
}

/** Those that are not given yet. */
function optionsOf({ command, given }: Line): Candidate[] {
  const options = command.createHelp().visibleOptions(command);
  return options
    .filter((option) => ![...given.keys()].some((before) => before.long === option.long))
    .map((option) => ({ word: option.long ?? option.flags, meaning: option.description }));
}

function argumentAt({ command, position }: Line): Argument | undefined {
  const last = command.registeredArguments.at(-1);
  return command.registeredArguments[position] ?? (last?.variadic ? last : undefined);
}

async function argumentsOf(argument: Argument, start: string, line: Line): Promise<Candidate[]> {
  if (argument.argChoices !== undefined) return choices(argument.argChoices);
  const name = argument.name();
  const kind = PATHS_OF_ARGUMENTS[name];
  return [
    ...(name === "name" || name === "study" ? await studies(folderOf(line)) : []),
    ...(kind === undefined ? [] : await paths(start, kind)),
  ];
}

/** An option's value is named in its flags: `--space <file>`. */
async function valuesOf(option: Option, start: string, line: Line): Promise<Candidate[]> {
  if (option.argChoices !== undefined) return choices(option.argChoices);
  if (option.long === "--name") return studies(folderOf(line));
  const kind = PATHS_OF_ARGUMENTS[/[<[](.*?)[>\]]/.exec(option.flags)?.[1] ?? ""];
  return kind === undefined ? [] : paths(start, kind);
}

function choices(words: readonly string[]): Candidate[] {
  return words.map((word) => ({ word, meaning: "" }));
}

/** Where the command would look for studies. */
function folderOf({ command, given }: Line): string {
  const option = findOption(command, "--dir");
  const value = option === undefined ? undefined : [...given].find(([each]) => each.long === option.long)?.[1];
  return value ?? String(option?.defaultValue ?? "");
}
