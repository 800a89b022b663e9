import { existsSync } from "node:fs";
import { delimiter, join, relative } from "node:path";
import { getUserAgent, resolveCommand } from "package-manager-detector";
import { isInstalled } from "../modules/find-package.js";
import { shortPath } from "../output/error-text.js";
import { shellWord } from "./shell-word.js";

/** This program with `words`, as one would type it in a POSIX shell where it was started. */
export function ownCommand(words: readonly string[]): string {
  return [...ownProgram(), ...words].map(shellWord).join(" ");
}

/** By its name where that is on the PATH, else through the package manager that started it or has it. */
function ownProgram(): readonly string[] {
  const manager = getUserAgent();
  if (manager === null && isOnPath("shac")) return ["shac"];
  const isLocal = isInstalled("@shac/cli", process.cwd());
  if (manager === null && !isLocal) return ["node", shortPath(process.argv[1] ?? "")];
  // Yarn 1 takes the options of what it executes for its own, but not of what it runs.
  if (manager === "yarn" && isLocal) return ["yarn", "run", "shac"];
  const [how, name] = isLocal ? (["execute-local", "shac"] as const) : (["execute", "@shac/cli"] as const);
  const resolved = resolveCommand(manager ?? "npm", how, [name]);
  return resolved === null ? ["npx", name] : [resolved.command, ...resolved.args];
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/**
 * The working directory as seen from where a script of a package was called, which package managers run in the package's own
 * folder; undefined where it is the same.
 */
export function folderToGoTo(): string | undefined {
  const { INIT_CWD } = process.env;
  if (getUserAgent() === null || INIT_CWD === undefined || INIT_CWD === process.cwd()) return undefined;
  const below = relative(INIT_CWD, process.cwd());
  return below.startsWith("..") ? process.cwd() : below;
}
