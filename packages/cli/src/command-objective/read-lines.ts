import type { Readable } from "node:stream";

/** Characters that are kept of one line. */
const MOST = 256 * 1024;

/** Called with each line; with what there is of it, as soon as it is longer than can be kept, and then `isCut` is true. */
export type OnLine = (line: string, isCut: boolean) => void;

/** Reads a program's lines, however they end, and holds no more than 256 Ki characters of one. */
export function readLines(stream: Readable, onLine: OnLine): void {
  let line = "";
  let isSkipping = false;
  let mayEnd = false;
  const add = (text: string): void => {
    if (isSkipping) return;
    isSkipping = line.length + text.length > MOST;
    line += text.slice(0, MOST - line.length);
    if (isSkipping) onLine(`${line} (this line was cut after ${MOST} characters)`, true);
  };
  const end = (): void => {
    if (!isSkipping) onLine(line, false);
    line = "";
    isSkipping = false;
  };
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    // The second half of a line's end.
    const text = mayEnd && chunk.startsWith("\n") ? chunk.slice(1) : chunk;
    mayEnd = chunk.endsWith("\r");
    const [first = "", ...others] = text.split(/\r\n|[\r\n]/);
    add(first);
    for (const other of others) {
      end();
      add(other);
    }
  });
  stream.on("end", () => {
    if (line !== "") end();
  });
}
