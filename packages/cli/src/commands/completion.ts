import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { completeWords } from "../completion/complete-words.js";
import type { Shell } from "../completion/shells.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import type { Output } from "../output/output.js";

/**
 * `shac completion`: the script for a shell, which calls `shac completion SHELL -- WORDS...` for each completion and gets a line for
 * each word that fits: the word, a tab, what it means.
 */
export async function completeCommandLine(
  program: Command,
  shell: Shell,
  words: readonly string[],
  output: Output,
): Promise<ExitCode> {
  if (words.length === 0) {
    output.raw(readFileSync(new URL(`../../completions/shac.${shell}`, import.meta.url), "utf8"));
    return exitCodes.done;
  }
  const candidates = await completeWords(program, shell === "bash" ? asOneWord(words) : words);
  const prefix = shell === "bash" ? prefixOf(words) : "";
  for (const { word, meaning } of candidates) output.raw(`${word.slice(prefix.length)}\t${meaning}\n`);
  return exitCodes.done;
}

/** Bash takes `--dir=x` for three words, and keeps the quotes of each. */
function asOneWord(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [i, word] of words.entries()) {
    const isValue = word === "=" || words[i - 1] === "=";
    const plain = word.replace(/\\(.)/g, "$1").replace(/^(["'])(.*?)\1?$/s, "$2");
    if (isValue && joined.length > 0) joined.push(`${joined.pop()}${plain}`);
    else joined.push(plain);
  }
  return joined;
}

/** What bash does not count to the last word. */
function prefixOf(words: readonly string[]): string {
  if (words.at(-1) === "=") return `${words.at(-2)}=`;
  return words.at(-2) === "=" ? `${words.at(-3)}=` : "";
}
