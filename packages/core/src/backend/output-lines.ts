/** Characters that are kept of what one trial prints. */
const MAX_CHARACTERS = 1024 * 1024;

/** Characters that each line counts for beside its own, so that many short ones end as well. */
const LINE_COST = 64;

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
    if (this.#left <= 0) return;
    const lines = text.slice(0, this.#left).split("\n");
    lines[0] = (this.#unfinished.get(stream) ?? "") + lines[0];
    const unfinished = lines.pop() as string;
    this.#unfinished.set(stream, unfinished);
    for (const line of lines) this.line(line.endsWith("\r") ? line.slice(0, -1) : line);
    // A line that has no end is not to grow for ever.
    if (unfinished.length >= this.#left) this.finish();
  }

  /** A message of its own, whatever it holds. */
  line(message: string): void {
    if (this.#left <= 0) return;
    this.#onLine(message.slice(0, this.#left));
    this.#left -= message.length + LINE_COST;
    if (this.#left <= 0) this.#onLine("(This trial printed more than 1 MiB; the rest is dropped.)");
  }

  /** Last lines need no newline. */
  finish(): void {
    const lines = [...this.#unfinished.values()];
    this.#unfinished.clear();
    for (const line of lines) if (line !== "") this.line(line);
  }

  /** To be called when a trial ends, as the next one has a measure of its own. */
  restart(): void {
    this.finish();
    this.#left = MAX_CHARACTERS;
  }
}
