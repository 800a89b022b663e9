import { ShacError } from "../../errors.js";
import type { StopReason } from "../history.js";

/** Ends one `fit`, once: whoever comes first decides how. */
export class StopSwitch {
  readonly #controller = new AbortController();
  #stop: StopReason | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** Aborted once the search is to end, with the error that `fit` rejects with if there is one. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** How the search ends; undefined while it goes on. */
  get stop(): StopReason | undefined {
    return this.#stop;
  }

  /** What `fit` rejects with. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Ends the search without an error. */
  end(stop: StopReason): void {
    this.#throw(stop, new ShacError("study-stopped", `The study stopped: ${stop}.`));
  }

  fail(stop: "interrupted" | "failed", error: unknown): void {
    if (this.#stop === undefined) this.#failure = { error };
    this.#throw(stop, error);
  }

  #throw(stop: StopReason, reason: unknown): void {
    if (this.#stop !== undefined) return;
    this.#stop = stop;
    this.#controller.abort(reason);
  }
}
