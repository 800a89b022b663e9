import { stderr, stdin } from "node:process";
import { type CANCEL_SYMBOL, confirm, isCancel, select, text } from "@clack/prompts";

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
  const choose = select as (given: object) => Promise<T | typeof CANCEL_SYMBOL>;
  return answerOf((common) => choose({ message, options, initialValue, ...common }));
}

/** @param problemOf why an answer is none, in a line @throws AnswerRefused */
export function askText(
  message: string,
  initialValue: string,
  problemOf: (answer: string) => string | undefined,
): Promise<string> {
  const validate = (answer: string | undefined): string | undefined => problemOf(answer ?? "");
  return answerOf((common) => text({ message, initialValue, validate, ...common }));
}

/** @throws AnswerRefused */
export function askWhether(message: string, initialValue: boolean): Promise<boolean> {
  return answerOf((common) => confirm({ message, initialValue, ...common }));
}

interface PromptOptions {
  readonly output: typeof stderr;
  readonly signal: AbortSignal;
}

async function answerOf<T>(prompt: (options: PromptOptions) => Promise<T | typeof CANCEL_SYMBOL>): Promise<T> {
  const end = new AbortController();
  // After Ctrl-D the library waits for an input that has ended, and nothing keeps the process alive.
  const stop = (): void => end.abort();
  process.once("beforeExit", stop);
  const answer = await prompt({ output: stderr, signal: end.signal });
  process.off("beforeExit", stop);
  if (isCancel(answer)) throw new AnswerRefused();
  return answer as T;
}
