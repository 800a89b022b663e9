import { constants } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { StorageError } from "../errors.js";
import type { StudyHeader, StudyRecord } from "../storage/records.js";
import type { StudyWriter } from "../storage/study-storage.js";
import { encodeLine, JournalCursor } from "./journal-lines.js";
import { hasCode, storageFailure } from "./storage-failure.js";
import type { StudyLock } from "./study-lock.js";

interface PendingAppend {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the journal at `path` for the holder of `lock`, who gives it back by closing the writer. A journal without one
 * whole line holds nothing and begins anew with `header`; a torn last line is cut off.
 */
export async function openJournalWriter(path: string, header: StudyHeader, lock: StudyLock): Promise<StudyWriter> {
  let file: FileHandle | undefined;
  try {
    file = await openExisting(path);
    let records = file === undefined ? [] : await readAll(file, path);
    if (file === undefined || records.length === 0) {
      await file?.close();
      await createJournal(path, header);
      file = await open(path, constants.O_RDWR | constants.O_APPEND);
      records = await readAll(file, path);
    }
    return new JournalWriter(path, file, records, lock);
  } catch (error) {
    await file?.close();
    await lock.release();
    throw storageFailure("write", path, error);
  }
}

async function openExisting(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDWR | constants.O_APPEND);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** All whole records; what follows them is cut off. */
async function readAll(file: FileHandle, path: string): Promise<StudyRecord[]> {
  const cursor = new JournalCursor(file, path);
  const all: StudyRecord[] = [];
  for (let records = await cursor.next(); records.length > 0; records = await cursor.next()) {
    for (const record of records) all.push(record);
  }
  const { size } = await file.stat();
  if (size > cursor.offset) {
    await file.truncate(cursor.offset);
    await file.sync();
  }
  return all;
}

/** All or nothing: a kill on the way leaves no journal, or one with its header. */
async function createJournal(path: string, header: StudyHeader): Promise<void> {
  const staging = `${path}.new`;
  const file = await open(staging, "w");
  try {
    await file.writeFile(encodeLine(header));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(staging, path);
  const folder = dirname(path);
  for (const directory of [folder, dirname(folder), dirname(dirname(folder))]) await syncDirectory(directory);
}

async function syncDirectory(path: string): Promise<void> {
  // Windows opens no directories; its file systems keep a rename by themselves.
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

class JournalWriter implements StudyWriter {
  #records: readonly StudyRecord[];
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #lock: StudyLock;
  #pending: PendingAppend[] = [];
  #flushing: Promise<void> | undefined;
  #failure: StorageError | undefined;
  #closed: Promise<void> | undefined;

  constructor(path: string, file: FileHandle, records: readonly StudyRecord[], lock: StudyLock) {
    this.#path = path;
    this.#file = file;
    this.#records = records;
    this.#lock = lock;
  }

  get records(): readonly StudyRecord[] {
    return this.#records;
  }

  async append(record: StudyRecord): Promise<void> {
    // They may be many, and the writer lives for days.
    this.#records = [];
    if (this.#closed !== undefined) {
      throw new StorageError(`Journal "${this.#path}" is closed; open the study again before appending.`);
    }
    if (this.#failure !== undefined) throw this.#failure;
    const line = encodeLine(record);
    await new Promise<void>((resolve, reject) => {
      this.#pending.push({ line, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
    await this.#lock.release();
  }

  /** What is appended while an fsync runs shares the next one. */
  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      let group: readonly PendingAppend[] = [];
      try {
        await this.#lock.check();
        group = this.#pending;
        this.#pending = [];
        await this.#file.appendFile(group.map(({ line }) => line).join(""));
        await this.#file.datasync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        this.#failure = storageFailure("write", this.#path, error);
        for (const { reject } of [...group, ...this.#pending]) reject(this.#failure);
        this.#pending = [];
      }
    }
    this.#flushing = undefined;
  }
}
