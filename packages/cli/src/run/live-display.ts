import stringWidth from "string-width";
import { captureWrites } from "../terminal/capture-writes.js";

const REDRAW_MS = 100;
const NEWLINE = 0x0a;

/** Terminals that know these show all between them at once; others ignore them. */
const BEGIN_SYNCHRONIZED = "\u001b[?2026h";
const END_SYNCHRONIZED = "\u001b[?2026l";
const CLEAR_BELOW = "\u001b[J";
const CLEAR_LINE_END = "\u001b[K";

type Write = NodeJS.WriteStream["write"];

/**
 * A few lines at the bottom of a terminal that are redrawn in place, at most ten times a second. What the process
 * writes meanwhile, to standard output or standard error, appears above them, a whole line at a time. The cursor stays
 * visible on the line below, so that no way of ending the process leaves the terminal changed.
 */
export class LiveDisplay {
  readonly #terminal: NodeJS.WriteStream;
  readonly #render: (columns: number) => readonly string[];
  readonly #releases: (() => void)[] = [];
  readonly #rests = new Map<Write, Buffer>();
  #write: Write | undefined;
  #timer: NodeJS.Timeout | undefined;
  #shown: readonly string[] = [];
  #drawnAt = 0;

  /** `render` gives the lines for a width; they must not be wider. */
  constructor(terminal: NodeJS.WriteStream, render: (columns: number) => readonly string[]) {
    this.#terminal = terminal;
    this.#render = render;
  }

  /** @param streams whose output is to appear above the display; the terminal's own stream among them */
  start(streams: readonly NodeJS.WriteStream[]): void {
    this.#write = this.#terminal.write.bind(this.#terminal) as Write;
    const release = streams.map((stream) => captureWrites(stream, (bytes, write) => this.#above(bytes, write)));
    const redraw = (): void => this.redraw();
    this.#terminal.on("resize", redraw);
    this.#timer = setInterval(redraw, REDRAW_MS);
    this.#timer.unref();
    // Ctrl-Z: the shell's words are to take the place of the lines, not to be overwritten by them later.
    const pause = (): void => {
      this.#clear();
      process.kill(process.pid, "SIGSTOP");
    };
    process.on("SIGTSTP", pause);
    const stop = (): void => this.stop();
    process.once("exit", stop);
    this.#releases.push(
      ...release,
      () => this.#terminal.off("resize", redraw),
      () => process.off("SIGTSTP", pause),
      () => process.off("exit", stop),
    );
    this.redraw();
  }

  /** Redraws if the last time is long enough ago; call it after each change, the event loop may be busy. */
  changed(): void {
    if (performance.now() - this.#drawnAt >= REDRAW_MS) this.redraw();
  }

  /** Redraws at once. */
  redraw(): void {
    this.#write?.(BEGIN_SYNCHRONIZED + this.#frame() + END_SYNCHRONIZED);
  }

  /** Removes the display and gives the streams back. */
  stop(): void {
    if (this.#write === undefined) return;
    clearInterval(this.#timer);
    this.#clear();
    for (const [write, rest] of this.#rests) write(Buffer.concat([rest, Buffer.of(NEWLINE)]));
    this.#rests.clear();
    for (const release of this.#releases.splice(0)) release();
    this.#write = undefined;
  }

  #above(bytes: Buffer, write: Write): void {
    const text = Buffer.concat([this.#rests.get(write) ?? Buffer.alloc(0), bytes]);
    const end = text.lastIndexOf(NEWLINE) + 1;
    if (end < text.length) this.#rests.set(write, text.subarray(end));
    else this.#rests.delete(write);
    if (end === 0) return;
    this.#write?.(BEGIN_SYNCHRONIZED);
    this.#clear();
    write(text.subarray(0, end));
    this.#write?.(this.#frame() + END_SYNCHRONIZED);
  }

  /** Puts the present lines in the place of those shown. */
  #frame(): string {
    this.#drawnAt = performance.now();
    const home = this.#home();
    const rows = Math.max((this.#terminal.rows ?? 24) - 1, 1);
    this.#shown = this.#render(this.#terminal.columns ?? 80).slice(0, rows);
    return home + this.#shown.map((line) => `${line}${CLEAR_LINE_END}\n`).join("") + CLEAR_BELOW;
  }

  #clear(): void {
    this.#write?.(this.#home() + CLEAR_BELOW);
    this.#shown = [];
  }

  /** To the first column of the display's first row. A terminal made narrower has wrapped lines into several rows. */
  #home(): string {
    const columns = this.#terminal.columns ?? 80;
    const rows = this.#shown.reduce((sum, line) => sum + Math.max(Math.ceil(stringWidth(line) / columns), 1), 0);
    return rows === 0 ? "\r" : `\r\u001b[${rows}A`;
  }
}
