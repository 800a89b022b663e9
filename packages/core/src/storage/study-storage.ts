import type { StudyHeader, StudyRecord } from "./records.js";

/** Append-only records. One writer a study; readers never lock nor block it. */
export interface StudyStorage {
  list(): Promise<readonly string[]>;
  /**
   * Existing records; with `follow`, new ones until aborted. Whole records only.
   * @throws StorageError naming file and line
   */
  read(name: string, options?: { readonly follow?: AbortSignal }): AsyncIterable<StudyRecord>;
  /**
   * Creates with `header`, or continues.
   * @throws StudyLockedError (pid, host, since) after waitMs (default 0; ask and tell wait)
   */
  open(name: string, header: StudyHeader, options?: { readonly waitMs?: number }): Promise<StudyWriter>;
  delete(name: string): Promise<void>;
  /** Where trials of this study keep their files; absent when the storage has no place on a disk. */
  directory?(name: string): string;
}

export interface StudyWriter {
  /** What was there when it was opened, the header first. */
  readonly records: readonly StudyRecord[];
  /** Resolves when the record survives SIGKILL and power loss; concurrent appends share an fsync. */
  append(record: StudyRecord): Promise<void>;
  close(): Promise<void>;
}
