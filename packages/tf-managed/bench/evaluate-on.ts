import type { EvaluatorBackend, JsonObject } from "@shac/core";

let trial = 0;

/** Opens the backend, and evaluates on it trial after trial. */
export async function evaluateOn(backend: EvaluatorBackend): Promise<(params: JsonObject) => Promise<unknown>> {
  await backend.open({ id: "bench", name: "bench", fingerprint: "" }, () => {});
  const channel = { signal: new AbortController().signal, onStart() {}, onReport() {}, onLog() {}, onAttributes() {} };
  return (params) =>
    backend.evaluate({ studyId: "bench", trial: trial++, attempt: 1, params, seed: 1, pruning: [] }, channel);
}
