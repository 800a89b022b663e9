import { type FollowOptions, Study, type StudyHeader, type StudyRecord, type StudyStorage } from "@shac/core";
import { Evaluations } from "./evaluations.js";

/** How many answers are kept until the next record comes. */
const ANSWERS = 16;

/** Rises with every change of any study, so that no two states of one have the same, though it be followed anew. */
let revisions = 0;

/** A study that grows as its journal does, with what was worked out from it. */
export class FollowedStudy {
  readonly name: string;
  readonly evaluations: Evaluations = new Evaluations();
  /** Resolves when all that was there has been read. @throws StorageError when it cannot be */
  readonly ready: Promise<void>;
  /** How many were read. */
  records = 0;
  /** Rises with every record that is read. */
  revision = 0;
  /** Why it is followed no more, when it was not closed. */
  failure: unknown;
  #header: StudyHeader | undefined;
  #study: Study | undefined;
  readonly #end = new AbortController();
  readonly #answers = new Map<string, unknown>();

  /** @param onChange called when records were read, and when reading failed later on */
  constructor(storage: StudyStorage, name: string, onChange: (study: FollowedStudy) => void) {
    this.name = name;
    const onRecord = (record: StudyRecord) => this.#take(record);
    const options = { signal: this.#end.signal, onRecord };
    this.ready = new Promise((resolve, reject) => {
      this.#follow(storage, options, () => {
        resolve();
        onChange(this);
      }).catch((error: unknown) => {
        this.failure = error;
        reject(error);
        onChange(this);
      });
    });
    // Whoever needs it awaits it.
    this.ready.catch(() => {});
  }

  /** To be used when `ready` has resolved. */
  get study(): Study {
    return this.#study as Study;
  }

  get header(): StudyHeader {
    return this.#header as StudyHeader;
  }

  /** How many trials it holds in memory so far. */
  get size(): number {
    return this.#study?.trials.length ?? 0;
  }

  /** What `make` gives, made anew after every record. */
  cached<T>(key: string, make: () => T): T {
    if (this.#answers.has(key)) return this.#answers.get(key) as T;
    const answer = make();
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.set(key, answer);
    return answer;
  }

  /** Has the answer made anew. */
  forget(key: string): void {
    this.#answers.delete(key);
  }

  /** Something else about the study has changed: whether it runs. */
  touch(): void {
    this.revision = ++revisions;
    this.#answers.clear();
  }

  close(): void {
    this.#end.abort();
  }

  async #follow(storage: StudyStorage, options: FollowOptions, onNews: () => void): Promise<void> {
    for await (const study of Study.follow(storage, this.name, options)) {
      this.#study = study;
      onNews();
    }
  }

  #take(record: StudyRecord): void {
    if (record.type === "study") this.#header = record;
    this.evaluations.add(record);
    this.records++;
    this.touch();
  }
}
