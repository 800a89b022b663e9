import type { Readable, Writable } from "node:stream";
import { decodeMessage, encodeMessage } from "@shac/core";

export function writeMessage(stream: Writable, message: unknown): void {
  stream.write(`${encodeMessage(message)}\n`);
}

/** Calls `onMessage` for each message that arrives. Destroys a stream that holds something else. */
export function readMessages(stream: Readable, onMessage: (message: unknown) => void): void {
  readLines(stream, (line) => {
    let message: unknown;
    try {
      message = decodeMessage(line);
    } catch {
      stream.destroy();
      return;
    }
    onMessage(message);
  });
}

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
