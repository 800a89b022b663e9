import { stderr, stdin } from "node:process";
import type * as Prompts from "@clack/prompts";

/** Ctrl-C, Escape or the end of the input in place of an answer. */
export class AnswerRefused extends Error {}

/** Whether questions can be asked: on standard error, as standard output is for results. */
export function canAsk(): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** One of several values; `initialValue` is taken by Enter alone. @throws AnswerRefused */
export function askChoice<T extends string>(
  message: string,
  options: readonly { readonly value: T; readonly label: string; readonly hint: string }[],
  initialValue: T,
): Promise<T> {
  // The library's type of an option cannot be told for a T that is still open.
  type Choose = (given: object) => Promise<T | Cancelled>;
  return answerOf(({ select }, common) => (select as Choose)({ message, options, initialValue, ...common }));
}

/** @param problemOf why an answer is none, in a line @throws AnswerRefused */
export function askText(
  message: string,
  initialValue: string,
  problemOf: (answer: string) => string | undefined,
): Promise<string> {
  const validate = (answer: string | undefined): string | undefined => problemOf(answer ?? "");
  return answerOf(({ text }, common) => text({ message, initialValue, validate, ...common }));
}

/** @throws AnswerRefused */
export function askWhether(message: string, initialValue: boolean): Promise<boolean> {
  return answerOf(({ confirm }, common) => confirm({ message, initialValue, ...common }));
}

type Cancelled = typeof Prompts.CANCEL_SYMBOL;

interface PromptOptions {
  readonly output: typeof stderr;
  readonly signal: AbortSignal;
}

async function answerOf<T>(
  prompt: (library: typeof Prompts, options: PromptOptions) => Promise<T | Cancelled>,
): Promise<T> {
  // Commands that may ask seldom have to.
  const library = await import("@clack/prompts");
  const end = new AbortController();
  // After Ctrl-D the library waits for an input that has ended, and nothing keeps the process alive.
  const stop = (): void => end.abort();
  process.once("beforeExit", stop);
  const answer = await prompt(library, { output: stderr, signal: end.signal });
  process.off("beforeExit", stop);
  if (library.isCancel(answer)) throw new AnswerRefused();
  return answer as T;
}
