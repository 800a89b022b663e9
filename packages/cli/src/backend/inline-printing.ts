import { AsyncLocalStorage } from "node:async_hooks";
import { type EvaluatorBackend, OutputLines } from "@shac/core";
import { captureWrites } from "../terminal/capture-writes.js";

/** The lines of the evaluation that runs. */
interface Printing {
  lines: OutputLines | undefined;
}

const STREAMS = ["stdout", "stderr"] as const;

/**
 * A backend that evaluates in this process, such that what an objective prints becomes its trial's log, as it does in
 * processes and threads. What native code prints is not heard.
 */
export function withPrinting(backend: EvaluatorBackend): EvaluatorBackend {
  const printing = new AsyncLocalStorage<Printing | undefined>();
  let releases: (() => void)[] = [];
  // Whoever hears of an evaluation may print on its own account.
  const outside =
    <T>(tell: (what: T) => void) =>
    (what: T) =>
      printing.run(undefined, () => tell(what));
  return {
    ...backend,
    open(study, capacity) {
      releases = STREAMS.map((name) =>
        captureWrites(process[name], (bytes, write) => {
          const lines = printing.getStore()?.lines;
          if (lines === undefined) write(bytes);
          else lines.write(name, bytes.toString());
        }),
      );
      return backend.open(study, capacity);
    },
    async evaluate(request, { signal, onStart, onReport, onLog, onAttributes }) {
      const own: Printing = { lines: new OutputLines(outside(onLog)) };
      const line = (message: string): void => own.lines?.line(message);
      const channel = {
        signal,
        onStart: outside(onStart),
        onReport: outside(onReport),
        onLog: line,
        onAttributes: outside(onAttributes),
      };
      try {
        return await printing.run(own, () => backend.evaluate(request, channel));
      } finally {
        own.lines?.finish();
        own.lines = undefined;
      }
    },
    async close() {
      for (const release of releases.splice(0)) release();
      await backend.close();
    },
  };
}
