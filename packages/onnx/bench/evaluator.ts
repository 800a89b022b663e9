import { fileURLToPath } from "node:url";
import type { EvaluationResult, EvaluatorBackend, JsonObject } from "@shac/core";
import { onnxBackend } from "@shac/onnx";

/** The Silero voice activity detector: 2.3 MB, small recurrent layers. */
export const MODEL: string = fileURLToPath(import.meta.resolve("@ricky0123/vad-web/dist/silero_vad_v5.onnx"));

let trial = 0;

/** Evaluations of modules/batch.js on so many workers. */
export class Evaluator {
  readonly #backend: EvaluatorBackend;
  readonly #workers: number;

  constructor(workers: number) {
    this.#workers = workers;
    this.#backend = onnxBackend(new URL("./modules/batch.js", import.meta.url), { workers });
  }

  async open(): Promise<void> {
    await this.#backend.open({ id: "bench", name: "bench", fingerprint: "" }, () => {});
  }

  evaluate(params: JsonObject): Promise<EvaluationResult> {
    const request = {
      studyId: "bench",
      trial: trial++,
      attempt: 1,
      params: { model: MODEL, ...params },
      seed: 1,
      pruning: [],
    };
    const channel = {
      signal: new AbortController().signal,
      onStart() {},
      onReport() {},
      onLog() {},
      onAttributes() {},
    };
    return this.#backend.evaluate(request, channel);
  }

  /** Milliseconds that so many evaluations take, on all workers at once. */
  async time(count: number, params: JsonObject): Promise<number> {
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun++ < count) await this.evaluate(params);
    };
    const began = performance.now();
    await Promise.all(Array.from({ length: this.#workers }, lane));
    return performance.now() - began;
  }

  close(): Promise<void> {
    return this.#backend.close();
  }
}
