import { type Failure, fetchJson } from "./api.js";
import type { Update, Updates } from "./updates.js";

/** A resource as it is shown: the newest data stays while newer is asked for, and when asking fails. */
export interface Shown<T> {
  readonly data?: T;
  readonly failure?: Failure;
}

/** Of each second, at most this share goes to asking for one resource again. */
const busyShare = 0.25;

/**
 * One answer of the server, asked for again whenever the study that it tells of has changed. One request is in flight
 * at a time; a large answer is asked for less often, by how long it took.
 */
export class Resource<T> {
  readonly #path: string;
  readonly #study: string | undefined;
  readonly #show: (shown: Shown<T>) => void;
  readonly #stopped = new AbortController();
  readonly #unlisten: () => void;
  #shown: Shown<T>;
  #loading = false;
  #stale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Without `study` it is about all of them. */
  constructor(path: string, study: string | undefined, updates: Updates, show: (shown: Shown<T>) => void) {
    this.#path = path;
    this.#study = study;
    this.#show = show;
    this.#shown = recall<T>(path);
    this.#unlisten = updates.listen((update) => this.#hear(update));
    if (this.#shown.data !== undefined) show(this.#shown);
    void this.#load();
  }

  stop(): void {
    this.#unlisten();
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  #hear(update: Update): void {
    if (update.type !== "reopened" && this.#study !== undefined && update.name !== this.#study) return;
    const revision = (this.#shown.data as { revision?: number } | undefined)?.revision;
    const known = update.type === "changed" && this.#study !== undefined && update.revision === revision;
    if (!known || this.#shown.failure !== undefined) this.#refresh();
  }

  #refresh(): void {
    this.#stale = true;
    if (!this.#loading && this.#timer === undefined) void this.#load();
  }

  async #load(): Promise<void> {
    this.#loading = true;
    this.#stale = false;
    const started = performance.now();
    try {
      const data = await fetchJson<T>(this.#path, this.#stopped.signal);
      this.#shown = { data };
      remember(this.#path, data);
    } catch (failure) {
      if (this.#stopped.signal.aborted) return;
      this.#shown = { ...this.#shown, failure: failure as Failure };
    }
    this.#loading = false;
    this.#show(this.#shown);
    const pauseMs = (performance.now() - started) * (1 / busyShare - 1);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#stale) void this.#load();
    }, pauseMs);
  }
}

/** The last answers, so that a tab that was open before is filled at once. */
const lastAnswers = new Map<string, unknown>();
const keptAnswers = 24;

function recall<T>(path: string): Shown<T> {
  const data = lastAnswers.get(path) as T | undefined;
  return data === undefined ? {} : { data };
}

function remember(path: string, data: unknown): void {
  lastAnswers.delete(path);
  lastAnswers.set(path, data);
  const [oldest] = lastAnswers.keys();
  if (lastAnswers.size > keptAnswers && oldest !== undefined) lastAnswers.delete(oldest);
}
