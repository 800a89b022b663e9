import type { EvaluationRequest, EvaluationResult, JsonObject, JsonValue } from "@shac/core";
import { type TfManagedOptions, tfManagedBackend } from "@shac/tf-managed";

interface Evaluation {
  /** With what the backend said of it among its attributes, as in a trial. */
  readonly result: Promise<EvaluationResult>;
  /** What the backend said of it. */
  readonly attributes: JsonObject;
  readonly abort: AbortController;
  readonly logs: readonly string[];
  /** Resolves to the worker's id. */
  readonly started: Promise<number>;
  /** Resolves once something is logged. */
  readonly logged: Promise<void>;
}

export type Evaluate = (params?: JsonObject, request?: Partial<EvaluationRequest>) => Evaluation;

const STUDY = { id: "a-study", name: "a-study", fingerprint: "" };

export const train: URL = new URL("./fixtures/train.js", import.meta.url);

/** Opens a backend for a module, runs `body` and closes it, whatever happens. */
export async function withBackend<T>(
  module: string | URL,
  options: TfManagedOptions,
  body: (evaluate: Evaluate) => Promise<T>,
): Promise<T> {
  const backend = tfManagedBackend(module, options);
  let trial = 0;
  try {
    await backend.open(STUDY, () => {});
    return await body((params = {}, request = {}) => {
      const abort = new AbortController();
      const logs: string[] = [];
      const attributes: Record<string, JsonValue> = {};
      let onStart: (workerId: number) => void;
      let onLog: () => void;
      const started = new Promise<number>((resolve) => {
        onStart = resolve;
      });
      const logged = new Promise<void>((resolve) => {
        onLog = resolve;
      });
      const evaluation = backend.evaluate(
        { studyId: STUDY.id, trial: trial++, attempt: 1, seed: 1, pruning: [], params, ...request },
        {
          signal: abort.signal,
          onStart: ({ workerId }) => onStart(workerId),
          onReport() {},
          onLog(line) {
            logs.push(line);
            onLog();
          },
          onAttributes: (told) => Object.assign(attributes, told),
        },
      );
      const result = evaluation.then((own) => ({ ...own, attributes: { ...own.attributes, ...attributes } }));
      // Whoever is interested looks at it in time.
      result.catch(() => {});
      return { result, attributes, abort, logs, started, logged };
    });
  } finally {
    await backend.close();
  }
}
