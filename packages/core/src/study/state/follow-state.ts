import type { StudyRecord } from "../../storage/records.js";
import type { StudyStorage } from "../../storage/study-storage.js";
import { StudyState } from "./study-state.js";

export interface FollowOptions {
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Called with every record, in order, after the study has taken it in. */
  readonly onRecord?: (record: StudyRecord) => void;
}

/** The state of a study, the same object each time it has taken in all records that its storage has. */
export async function* followState<P>(
  storage: StudyStorage,
  name: string,
  { signal, onRecord }: FollowOptions,
): AsyncGenerator<StudyState<P>, void, undefined> {
  const left = new AbortController();
  const leave = () => left.abort();
  signal?.addEventListener("abort", leave);
  if (signal?.aborted) leave();
  const follower = new Follower<P>(storage, name, left.signal, onRecord);
  try {
    for (let state = await follower.next(); state !== undefined; state = await follower.next()) yield state;
  } finally {
    signal?.removeEventListener("abort", leave);
    leave();
    await follower.ended;
  }
}

/** Takes records in as they come, whether or not anybody asks for the state. */
class Follower<P> {
  readonly ended: Promise<void>;
  #state: StudyState<P> | undefined;
  #news: "none" | "arriving" | "complete" = "none";
  #end: { readonly error?: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(storage: StudyStorage, name: string, signal: AbortSignal, onRecord: FollowOptions["onRecord"]) {
    this.ended = this.#read(storage, name, signal, onRecord).then(
      () => this.#finish({}),
      (error: unknown) => this.#finish({ error }),
    );
  }

  /** The state when it has changed and nothing more is there to be read; undefined when the reading was aborted. */
  async next(): Promise<StudyState<P> | undefined> {
    while (this.#end === undefined && this.#news !== "complete") {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#end === undefined) {
      this.#news = "none";
      return this.#state;
    }
    if ("error" in this.#end) throw this.#end.error;
    return undefined;
  }

  async #read(
    storage: StudyStorage,
    name: string,
    follow: AbortSignal,
    onRecord: FollowOptions["onRecord"],
  ): Promise<void> {
    const onCaughtUp = (): void => {
      if (this.#news === "arriving") this.#news = "complete";
      this.#wake();
    };
    for await (const record of storage.read(name, { follow, onCaughtUp })) {
      if (this.#state === undefined) this.#state = StudyState.begin(record);
      else this.#state.apply(record);
      this.#news = "arriving";
      onRecord?.(record);
    }
  }

  #finish(end: { readonly error?: unknown }): void {
    this.#end = end;
    this.#wake();
  }
}
