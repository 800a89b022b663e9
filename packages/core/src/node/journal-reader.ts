import { type FSWatcher, watch } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { StudyRecord } from "../storage/records.js";
import { studyNotFound } from "../storage/study-name.js";
import type { ReadOptions } from "../storage/study-storage.js";
import { JournalCursor } from "./journal-lines.js";
import { hasCode, storageFailure } from "./storage-failure.js";

/** A watch of the file system may miss changes, on network drives most. */
const POLL_MS = 250;

/** Which study a journal belongs to, for messages. */
export interface JournalPlace {
  readonly path: string;
  readonly name: string;
  /** Directory of the storage. */
  readonly root: string;
}

/**
 * The records of a journal; with `follow`, then new ones until it is aborted. Takes no lock.
 * @throws StorageError when there is no such journal, a line of it is damaged, or it is deleted while followed
 */
export async function* readJournal(
  place: JournalPlace,
  { follow, onCaughtUp }: ReadOptions = {},
): AsyncGenerator<StudyRecord> {
  const file = await openFile(place);
  const changes = follow === undefined ? undefined : new ChangeWatch(place.path, follow);
  try {
    const cursor = new JournalCursor(file, place.path);
    for (;;) {
      for (let records = await cursor.next(); records.length > 0; records = await cursor.next()) {
        for (const record of records) yield record;
      }
      if (cursor.lines === 0) throw studyNotFound(place.name, place.root);
      if (changes === undefined || follow?.aborted) return;
      await checkStillThere(file, place);
      onCaughtUp?.();
      await changes.next();
    }
  } catch (error) {
    throw storageFailure("read", place.path, error);
  } finally {
    changes?.close();
    await file.close();
  }
}

async function openFile(place: JournalPlace): Promise<FileHandle> {
  try {
    return await open(place.path, "r");
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw studyNotFound(place.name, place.root);
    throw storageFailure("read", place.path, error);
  }
}

async function checkStillThere(file: FileHandle, place: JournalPlace): Promise<void> {
  const [opened, current] = await Promise.all([
    file.stat({ bigint: true }),
    stat(place.path, { bigint: true }).catch(() => undefined),
  ]);
  if (opened.ino !== current?.ino) throw studyNotFound(place.name, `${place.root} any more`);
}

/** Says when a file may have changed: often in time, never too late by more than the poll. */
class ChangeWatch {
  readonly #signal: AbortSignal;
  readonly #watcher: FSWatcher | undefined;
  #changed = false;
  #wake: () => void = () => {};

  constructor(path: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#watcher = tryWatch(path, () => {
      this.#changed = true;
      this.#wake();
    });
  }

  /** Resolves after a change since the last call, after the poll's time, or at an abort. */
  async next(): Promise<void> {
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => this.#wake(), POLL_MS);
        this.#wake = () => {
          clearTimeout(timer);
          this.#signal.removeEventListener("abort", this.#wake);
          resolve();
        };
        this.#signal.addEventListener("abort", this.#wake);
      });
    }
    this.#changed = false;
  }

  close(): void {
    this.#watcher?.close();
  }
}

/** Undefined where the system has no watch to give; polling is then enough. */
function tryWatch(path: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(path, onChange);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
