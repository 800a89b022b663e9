import type { TrialLogs } from "../../storage/study-storage.js";

/** Characters that are kept of an attempt, about twice what a worker lets through. */
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** Keeps what one attempt at a trial prints, while it goes; nobody waits for that but its end. */
export class AttemptLog {
  readonly #logs: TrialLogs;
  readonly #trial: number;
  readonly #attempt: number;
  #left = MAX_CHARACTERS;
  /** Lines that are not on their way to the disk yet. */
  #text = "";
  #begun = false;
  #writing: Promise<void> = Promise.resolve();
  #isWriting = false;

  constructor(logs: TrialLogs, trial: number, attempt: number) {
    this.#logs = logs;
    this.#trial = trial;
    this.#attempt = attempt;
  }

  line(line: string): void {
    if (this.#left <= 0) return;
    this.#text += `${line.slice(0, this.#left)}\n`;
    this.#left -= line.length + 1;
    if (this.#left <= 0) this.#text += "(The rest is not kept.)\n";
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#writing = this.#write();
    // Told of by end().
    this.#writing.catch(() => {});
  }

  /** Resolves when every line is kept. @throws StorageError when that could not be; nothing more is kept then */
  async end(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#text !== "") {
      const text = this.#text;
      this.#text = "";
      if (this.#begun) await this.#logs.append(this.#trial, this.#attempt, text);
      else await this.#logs.write(this.#trial, this.#attempt, text);
      this.#begun = true;
    }
    this.#isWriting = false;
  }
}
