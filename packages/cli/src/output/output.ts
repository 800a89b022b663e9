import { formatJson } from "@shac/core/node";
import type { OutputFlags } from "../command-line/flags.js";
import type { ExitCode } from "../exit-codes.js";
import { explainFailure, type Failure } from "./failure.js";
import { createStyle, type Style } from "./style.js";

/** Standard output as it was before anything was turned away from it. */
const writeOut = process.stdout.write.bind(process.stdout) as NodeJS.WriteStream["write"];

/**
 * Where a command's words go: results to standard output, everything else to standard error. With `--json` the one
 * document is all that standard output gets.
 */
export class Output {
  readonly flags: OutputFlags;
  /** For standard output. */
  readonly style: Style;
  /** For standard error. */
  readonly noticeStyle: Style;

  constructor(flags: OutputFlags) {
    this.flags = flags;
    this.style = createStyle(process.stdout, process.env);
    this.noticeStyle = createStyle(process.stderr, process.env);
    // What a study file prints would spoil the document.
    if (flags.json) process.stdout.write = process.stderr.write.bind(process.stderr) as NodeJS.WriteStream["write"];
  }

  /** Columns for the result: the terminal's, or any number where it is not a terminal. */
  get width(): number {
    return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  }

  /** Lines of the result for people. */
  result(lines: readonly string[]): void {
    if (!this.flags.json) process.stdout.write(`${lines.join("\n")}\n`);
  }

  /** The result for programs. */
  document(value: unknown): void {
    if (this.flags.json) writeOut(`${formatJson(value)}\n`);
  }

  /** The result as it stands, for people and programs alike. */
  raw(text: string): void {
    writeOut(text);
  }

  /** Progress for logs: beside the results for people, out of the way of the document for programs. */
  progress(line: string): void {
    if (this.flags.quiet) return;
    (this.flags.json ? process.stderr : process.stdout).write(`${line}\n`);
  }

  /** Something worth knowing that is not the result. */
  notice(text: string): void {
    if (!this.flags.quiet) process.stderr.write(`${text}\n`);
  }

  /** Says what went wrong, on standard error, in one line where that is enough. */
  error(error: unknown): Failure {
    const failure = explainFailure(error, this.flags.verbose === true);
    const { message, details } = failure;
    process.stderr.write(`${[`${this.noticeStyle.red("error:")} ${message}`, ...details].join("\n")}\n`);
    return failure;
  }

  /** Ends the program: says what went wrong, and puts it into the document beside `partial`. */
  fail(error: unknown, partial: object = {}): ExitCode {
    const { code, message, exitCode } = this.error(error);
    this.document({ ...partial, error: { code, message } });
    return exitCode;
  }
}
