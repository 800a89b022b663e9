import type { Readable } from "node:stream";

/** Calls `onLine` for each whole line that arrives, without its newline. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  stream.setEncoding("utf8");
  let unfinished = "";
  stream.on("data", (chunk: string) => {
    const lines = chunk.split("\n");
    lines[0] = unfinished + lines[0];
    unfinished = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}
