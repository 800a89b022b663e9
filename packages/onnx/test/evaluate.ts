import type { EvaluationResult, JsonObject, JsonValue } from "@shac/core";
import { type OnnxOptions, onnxBackend } from "@shac/onnx";

export interface Evaluated {
  /** What came of it, or what it rejected with. */
  readonly outcome: EvaluationResult | Error;
  readonly logs: readonly string[];
  /** What the backend said of it. */
  readonly attributes: JsonObject;
}

/** Evaluates `params` one after the other on one worker; `params.do` names what the objective in fixtures/ does. */
export async function evaluateAll(params: readonly JsonObject[], options: OnnxOptions = {}): Promise<Evaluated[]> {
  const backend = onnxBackend(new URL("./fixtures/objective.js", import.meta.url), { workers: 1, ...options });
  const evaluated: Evaluated[] = [];
  try {
    await backend.open({ id: "a-study", name: "a-study", fingerprint: "" }, () => {});
    for (const [trial, one] of params.entries()) {
      const logs: string[] = [];
      const attributes: Record<string, JsonValue> = {};
      const request = { studyId: "a-study", trial, attempt: 1, params: one, seed: 1, pruning: [] };
      const channel = {
        signal: new AbortController().signal,
        onStart() {},
        onReport() {},
        onLog: logs.push.bind(logs),
        onAttributes: (told: JsonObject) => Object.assign(attributes, told),
      };
      const outcome = await backend.evaluate(request, channel).catch((error: Error) => error);
      evaluated.push({ outcome, logs, attributes });
    }
  } finally {
    await backend.close();
  }
  return evaluated;
}

/** The results of evaluations that must all succeed. */
export async function resultsOf(params: readonly JsonObject[], options?: OnnxOptions): Promise<EvaluationResult[]> {
  return (await evaluateAll(params, options)).map(({ outcome }) => {
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
}
