import type { EvaluationRequest, EvaluationResult, EvaluatorBackend, JsonObject, JsonValue } from "@shac/core";

export const faults: URL = new URL("./fixtures/faults.js", import.meta.url);

export interface Evaluation {
  readonly result: Promise<EvaluationResult>;
  readonly logs: readonly string[];
  readonly reports: readonly number[];
  /** What the backend said of it. */
  readonly attributes: JsonObject;
  /** Resolves to the worker's id when the evaluation starts. */
  readonly started: Promise<number>;
  /** Resolves to the next line that begins so, without that. */
  logged(beginning: string): Promise<string>;
  readonly abort: AbortController;
}

export type Evaluate = (params: JsonObject, request?: Partial<EvaluationRequest>) => Evaluation;

const STUDY = { id: "a-study", name: "a-study", fingerprint: "" };

/** Opens `backend`, runs `body` and closes it, whatever happens. */
export async function withBackend(
  backend: EvaluatorBackend,
  body: (evaluate: Evaluate) => Promise<void>,
): Promise<void> {
  let trial = 0;
  try {
    await backend.open(STUDY, () => {});
    await body((params, request) => startEvaluation(backend, { trial: trial++, params, ...request }));
  } finally {
    await backend.close();
  }
}

export function startEvaluation(
  backend: EvaluatorBackend,
  request: Partial<EvaluationRequest> & { readonly trial: number; readonly params: JsonObject },
): Evaluation {
  const abort = new AbortController();
  const logs: string[] = [];
  const reports: number[] = [];
  const attributes: Record<string, JsonValue> = {};
  const listeners = new Set<(line: string) => void>();
  let onStart: (workerId: number) => void;
  const started = new Promise<number>((resolve) => {
    onStart = resolve;
  });
  const result = backend.evaluate(
    { studyId: STUDY.id, attempt: 1, seed: 1, pruning: [], ...request },
    {
      signal: abort.signal,
      onStart: ({ workerId }) => onStart(workerId),
      onReport: ({ value }) => reports.push(value),
      onLog: (line) => {
        logs.push(line);
        for (const listener of listeners) listener(line);
      },
      onAttributes: (told) => Object.assign(attributes, told),
    },
  );
  const logged = (beginning: string): Promise<string> =>
    new Promise((resolve) => {
      const listener = (line: string): void => {
        if (!line.startsWith(beginning)) return;
        listeners.delete(listener);
        resolve(line.slice(beginning.length));
      };
      listeners.add(listener);
      for (const line of logs) listener(line);
    });
  // Whoever is interested looks at it in time.
  result.catch(() => {});
  return { result, logs, reports, attributes, started, logged, abort };
}

/** The error that `result` rejects with. */
export async function rejection(result: Promise<unknown>): Promise<Error> {
  const outcome = await result.then(
    (value) => new Error(`resolved to ${JSON.stringify(value)}`),
    (error: Error) => error,
  );
  return outcome;
}
