import { ShacError } from "@shac/core";

/** A model that cannot be read, or that no execution provider takes; `cause` is what ONNX Runtime or the system said. */
export class ModelLoadError extends ShacError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super("model-load-failed", message, options);
  }
}
