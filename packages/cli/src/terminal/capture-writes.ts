type Write = NodeJS.WriteStream["write"];

/**
 * Hands everything that the process writes to `stream` to `receive`, until the returned function is called. What is
 * written by native code is not seen.
 *
 * @param receive is given the bytes, and the stream's own `write` to print with
 */
export function captureWrites(stream: NodeJS.WriteStream, receive: (bytes: Buffer, write: Write) => void): () => void {
  const own = stream.write;
  const write = own.bind(stream) as Write;
  const capture = (
    chunk: Uint8Array | string,
    encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const encoding = typeof encodingOrDone === "string" ? encodingOrDone : "utf8";
    receive(typeof chunk === "string" ? Buffer.from(chunk, encoding) : Buffer.from(chunk), write);
    const callback = typeof encodingOrDone === "function" ? encodingOrDone : done;
    if (callback !== undefined) queueMicrotask(() => callback());
    return true;
  };
  stream.write = capture as Write;
  return () => {
    stream.write = own;
  };
}
