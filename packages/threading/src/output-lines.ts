/** Characters that are kept of what one trial prints. */
const MAX_CHARACTERS = 1024 * 1024;

/** Characters that each piece counts for beside its own, so that many short ones end as well. */
const PIECE_COST = 64;

/** Makes lines of what a trial prints, until it has printed about 1 MiB; the rest is dropped. */
export class OutputLines {
  readonly #onLine: (line: string) => void;
  readonly #unfinished = new Map<string, string>();
  #left = MAX_CHARACTERS;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** `text` as it was printed on `stream`, in any pieces. */
  write(stream: string, text: string): void {
    const kept = this.#take(text);
    if (kept === undefined) return;
    const lines = ((this.#unfinished.get(stream) ?? "") + kept).split(/\r?\n/);
    this.#unfinished.set(stream, lines.pop() ?? "");
    for (const line of lines) this.#onLine(line);
    this.#noteEnd();
  }

  /** A message of its own, whatever it holds. */
  line(message: string): void {
    const kept = this.#take(message);
    if (kept === undefined) return;
    this.#onLine(kept);
    this.#noteEnd();
  }

  /** To be called when a trial ends: last lines need no newline, and the next trial has its own measure. */
  finish(): void {
    for (const line of this.#unfinished.values()) if (line !== "") this.#onLine(line);
    this.#unfinished.clear();
    this.#left = MAX_CHARACTERS;
  }

  #take(text: string): string | undefined {
    if (this.#left <= 0) return undefined;
    const kept = text.slice(0, this.#left);
    this.#left -= text.length + PIECE_COST;
    return kept;
  }

  #noteEnd(): void {
    if (this.#left <= 0) this.#onLine("(This trial printed more than 1 MiB; the rest is dropped.)");
  }
}
