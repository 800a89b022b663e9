import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFailed, onTestFinished } from "vitest";

/**
 * A process of its own that says a line about whatever happens. It ends with the test; where the test fails, also by taking too
 * long, its lines are printed with the seconds at which they were heard.
 */
export class Program {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  readonly ended: Promise<number | null>;
  readonly #heardAt: number[] = [];
  readonly #waiting = new Set<() => void>();

  /**
   * @param script a file in test/fixtures
   * @param wrapper a command that runs another one
   */
  constructor(
    script: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    wrapper: readonly string[] = [],
  ) {
    onTestFailed(() => console.error(`${script} ${args.join(" ")}\n${this.#transcript}`));
    onTestFinished(() => this.kill());
    const path = fileURLToPath(new URL(`./fixtures/${script}`, import.meta.url));
    const [command = "", ...words] = [...wrapper, process.execPath, path, ...args];
    this.process = spawn(command, words, {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      if (stream !== null) createInterface(stream).on("line", (line) => this.#hear(line));
    }
    this.ended = once(this.process, "close").then(([code]) => {
      this.#hear("(ended)");
      return code as number | null;
    });
  }

  /** Resolves when it has said a line that matches, or so many of them, before or later. */
  said(pattern: RegExp, times = 1): Promise<string> {
    return this.saidAfter(0, pattern, times);
  }

  /** The same among the lines from number `first` on. */
  async saidAfter(first: number, pattern: RegExp, times = 1): Promise<string> {
    for (let seen = first, left = times; ; ) {
      for (; seen < this.lines.length; seen++) {
        const line = this.lines[seen] as string;
        if (pattern.test(line) && --left <= 0) return line;
        if (line === "(ended)") throw new Error(`It ended without saying ${pattern}:\n${this.lines.join("\n")}`);
      }
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  count(pattern: RegExp): number {
    return this.lines.filter((line) => pattern.test(line)).length;
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.process.kill(signal);
    await this.ended;
  }

  get #transcript(): string {
    const seconds = this.#heardAt.map((at) => (at / 1000).toFixed(2).padStart(8));
    return this.lines.map((line, i) => `${seconds[i]} ${line}`).join("\n");
  }

  #hear(line: string): void {
    this.lines.push(line);
    this.#heardAt.push(performance.now());
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
