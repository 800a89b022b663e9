import { ShacError } from "@shac/core";
import type { JournalStatus, JournalStorage } from "@shac/core/node";
import { FollowedStudy } from "./followed-study.js";

/** Studies that nobody asks for, and that do not change, are let go of after this time, */
const IDLE_MS = 300_000;
/** or earlier, those not asked for longest first, when there are more than so many of them, */
const MOST_STUDIES = 64;
/** or when they have more trials than this together. */
const MOST_TRIALS = 200_000;

interface Entry {
  readonly study: FollowedStudy;
  readonly usedMs: number;
}

export type OnStudyChange = (study: FollowedStudy) => void;

/** The studies of a folder that are being read, each of them once for all who look at it. */
export class FollowedStudies {
  readonly storage: JournalStorage;
  readonly #onChange: OnStudyChange;
  /** The one asked for last comes last. */
  readonly #entries = new Map<string, Entry>();

  constructor(storage: JournalStorage, onChange: OnStudyChange) {
    this.storage = storage;
    this.#onChange = onChange;
  }

  /** @throws StorageError; `study-not-found` when there is none */
  async open(name: string): Promise<FollowedStudy> {
    const study = this.#entries.get(name)?.study ?? this.#begin(name);
    this.#entries.delete(name);
    this.#entries.set(name, { study, usedMs: performance.now() });
    this.sweep();
    await study.ready;
    return study;
  }

  /** Whether it is being read already. */
  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Lets go of studies that nobody needs any more. */
  sweep(): void {
    const now = performance.now();
    let trials = 0;
    for (const [i, [name, { study, usedMs }]] of [...this.#entries].reverse().entries()) {
      trials += study.size;
      const isTooMuch = i > 0 && (i >= MOST_STUDIES || trials > MOST_TRIALS);
      if (isTooMuch || now - usedMs > IDLE_MS) this.#drop(name);
    }
  }

  close(): void {
    for (const name of [...this.#entries.keys()]) this.#drop(name);
  }

  #begin(name: string): FollowedStudy {
    return new FollowedStudy(this.storage, name, (study) => {
      // Read anew when it is asked for again: the file may have been mended, or another study may have its name.
      if (study.failure !== undefined && this.#entries.get(name)?.study === study) this.#entries.delete(name);
      this.#onChange(study);
    });
  }

  #drop(name: string): void {
    this.#entries.get(name)?.study.close();
    this.#entries.delete(name);
  }
}

/** Undefined when there is no such study any more. @throws StorageError */
export async function statusOf(storage: JournalStorage, name: string): Promise<JournalStatus | undefined> {
  try {
    return await storage.status(name);
  } catch (error) {
    if (ShacError.isInstance(error) && error.code === "study-not-found") return undefined;
    throw error;
  }
}
