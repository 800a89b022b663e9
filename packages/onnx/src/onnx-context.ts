import type { ObjectiveContext } from "@shac/core";
import type { InferenceSession } from "onnxruntime-node";
import type { Ort } from "./load-onnx.js";

/** What an objective gets from `onnxBackend`. */
export interface OnnxContext extends ObjectiveContext {
  /**
   * The module `onnxruntime-node`. A session that is opened by `ort.InferenceSession.create` belongs to the evaluation: it is released
   * when that ends, and one that the objective did not release is reported as the attribute `leakedSessions` and in the trial's log.
   */
  readonly ort: Ort;
  readonly sessions: Sessions;
}

/** ONNX Runtime's own options, of which those that say where weights are would keep a session from being found again. */
export type LoadOptions = Omit<InferenceSession.SessionOptions, "externalData">;

export interface Sessions {
  /**
   * A session that is ready to run: a new one, or the one that this worker loaded for an earlier evaluation from the same content
   * with the same options. It stays loaded when the evaluation ends, so do not release it.
   *
   * Where `options` do not say, a run uses the worker's share of the cores (`intraOpNumThreads`), its threads do not spin while they wait
   * (`extra.session.intra_op.allow_spinning`, and of `inter_op`), and the provider is the CPU. The `executionProviders` are tried in
   * order, each with those after it; what was used is in the attribute `executionProviders`.
   *
   * @param model path or file URL, or the bytes of the model; weights in files beside it need a path
   * @throws ModelLoadError; InvalidOptionError for a provider that ONNX Runtime does not have, or options that are not plain JSON
   */
  load(model: string | URL | Uint8Array, options?: LoadOptions): Promise<InferenceSession>;
}
