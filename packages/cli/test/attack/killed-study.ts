import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createWorkspace, type Finished, finish } from "../workspace.js";

/** When a run is killed: so long after its start, or as soon as a file has so many bytes. */
export type Moment = { readonly afterMs: number } | { readonly file: "journal" | "log"; readonly bytes: number };

/** A study that `shac run` keeps in a folder of its own, beside a log of its evaluations. */
export class KilledStudy {
  readonly dir: string;
  readonly #words: readonly string[];
  readonly #files: Readonly<Record<"journal" | "log", string>>;
  readonly #workspace = createWorkspace();

  /** @param more further words of the command line, a backend for one */
  constructor(file: URL, name: string, more: readonly string[]) {
    const { path } = this.#workspace;
    this.dir = join(path, "kept");
    this.#words = ["run", fileURLToPath(file), "--dir", this.dir, ...more];
    this.#files = { journal: join(this.dir, name, "journal.jsonl"), log: join(path, "evaluations.log") };
  }

  get log(): string {
    return existsSync(this.#files.log) ? readFileSync(this.#files.log, "utf8") : "";
  }

  sizeOf(file: "journal" | "log"): number {
    return statSync(this.#files[file], { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Runs the study until it ends, or is killed by SIGKILL at `moment`: its code is null then. */
  async run(moment?: Moment): Promise<Finished> {
    const child = this.#workspace.start(this.#words, { CRASH_LOG: this.#files.log });
    const ended = finish(child);
    if (moment !== undefined && (await this.#comes(moment, child))) child.kill("SIGKILL");
    return ended;
  }

  /** Whether `moment` comes before the end of the run. */
  async #comes(moment: Moment, child: ChildProcess): Promise<boolean> {
    if ("afterMs" in moment) await sleep(moment.afterMs);
    else {
      const path = this.#files[moment.file];
      while (child.exitCode === null && !existsSync(path)) await sleep(1);
      if (child.exitCode === null) await this.#grows(path, moment.bytes, child);
    }
    return child.exitCode === null;
  }

  /** Resolves as soon as a file has so many bytes, or the program has ended. */
  #grows(path: string, bytes: number, child: ChildProcess): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (child.exitCode === null && statSync(path).size < bytes) return;
        watcher.close();
        resolve();
      };
      // Told of each write: a look at every turn of the event loop would take a core from the program.
      const watcher = watch(path, look);
      child.once("exit", look);
      look();
    });
  }
}
