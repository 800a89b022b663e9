import type { StudyChanged } from "../../wire.js";

/**
 * "lost": was open, or could not be opened; "refused": the server is there and wants its token. Both are tried again
 * without end.
 */
export type Connection = "connecting" | "open" | "lost" | "refused";

/** What a listener is told: a study has changed or is gone, or any may have, as the connection was lost for a while. */
export type Update =
  | { readonly type: "changed"; readonly name: string; readonly revision: number }
  | { readonly type: "removed"; readonly name: string }
  | { readonly type: "reopened" };

const firstDelayMs = 250;
const longestDelayMs = 4000;

/** The server's events, over one connection that opens itself again. */
export class Updates {
  readonly #url: string;
  readonly #listeners = new Set<(update: Update) => void>();
  readonly #watchers = new Set<() => void>();
  #source: EventSource | undefined;
  #connection: Connection = "connecting";
  #delayMs = firstDelayMs;

  constructor(url: string) {
    this.#url = url;
    // A computer that wakes up or a page that comes back to the front should not wait for the next attempt.
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => this.#hurry());
    this.#open();
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** Calls `listener` at each update until the returned function is called. */
  listen(listener: (update: Update) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `watcher` whenever `connection` has changed. */
  watchConnection(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #open(): void {
    const source = new EventSource(this.#url);
    this.#source = source;
    source.onopen = () => {
      const again = this.#connection !== "connecting";
      this.#delayMs = firstDelayMs;
      this.#become("open");
      if (again) this.#tell({ type: "reopened" });
    };
    // Browsers give up at some errors and wait long after others, so each attempt is a new source.
    source.onerror = () => {
      source.close();
      this.#source = undefined;
      void this.#tellFailure();
      setTimeout(() => this.#source === undefined && this.#open(), this.#delayMs);
      this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs);
    };
    source.addEventListener("changed", (event) => {
      this.#tell({ type: "changed", ...(JSON.parse(event.data) as StudyChanged) });
    });
    source.addEventListener("removed", (event) => {
      this.#tell({ type: "removed", name: (JSON.parse(event.data) as { name: string }).name });
    });
  }

  /** An EventSource does not say why it failed; an answer to something small does. */
  async #tellFailure(): Promise<void> {
    if (this.#connection !== "refused") this.#become("lost");
    const answer = await fetch("api/studies").catch(() => undefined);
    if (this.#connection === "open") return;
    this.#become(answer?.status === 401 ? "refused" : "lost");
  }

  #hurry(): void {
    if (document.hidden || this.#source !== undefined) return;
    this.#delayMs = firstDelayMs;
    this.#open();
  }

  #become(connection: Connection): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    for (const watcher of [...this.#watchers]) watcher();
  }

  #tell(update: Update): void {
    for (const listener of [...this.#listeners]) listener(update);
  }
}
