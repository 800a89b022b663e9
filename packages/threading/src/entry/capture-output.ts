/** Hands on what this process or thread prints through `process.stdout`, `process.stderr` or `console`, instead of printing it. */
export function captureOutput(onText: (stream: string, text: string) => void): void {
  for (const name of ["stdout", "stderr"] as const) {
    const write = (
      chunk: string | Uint8Array,
      encoding?: BufferEncoding | ((error?: Error) => void),
      done?: (error?: Error) => void,
    ): boolean => {
      onText(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback !== undefined) process.nextTick(callback);
      return true;
    };
    process[name].write = write;
  }
}
