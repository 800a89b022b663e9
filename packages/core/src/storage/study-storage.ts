import type { StudyHeader, StudyRecord } from "./records.js";

export interface ReadOptions {
  /** Go on with new records until it is aborted. */
  readonly follow?: AbortSignal;
  /** Called whenever the caller has had all records there are, before new ones are waited for. Only with `follow`. */
  readonly onCaughtUp?: () => void;
}

/** Append-only records. One writer a study; readers never lock nor block it. */
export interface StudyStorage {
  list(): Promise<readonly string[]>;
  /**
   * Existing records; with `follow`, then new ones until aborted. Whole records only.
   * @throws StorageError naming file and line; `study-not-found` when there is none, or it is deleted while followed
   */
  read(name: string, options?: ReadOptions): AsyncIterable<StudyRecord>;
  /**
   * Creates with `header`, or continues, whatever the header then says.
   * @throws StudyLockedError (pid, host, since) after waitMs (default 0; ask and tell wait)
   * @throws InvalidOptionError for a name that cannot be a file's
   */
  open(name: string, header: StudyHeader, options?: { readonly waitMs?: number }): Promise<StudyWriter>;
  /** @throws StudyLockedError while somebody writes the study */
  delete(name: string): Promise<void>;
  /** Where trials of this study keep their files; absent when the storage has no place on a disk. */
  artifacts?(name: string): TrialDirectories;
  /** Where what trials of this study print is kept; absent when the storage has no place on a disk. */
  logs?(name: string): TrialLogs;
}

/** One folder a trial, for its model, logs ... */
export interface TrialDirectories {
  /** Holds the folders; that of trial 7 is `<root>/7`. */
  readonly root: string;
  /** Absolute path of the trial's folder, which is there when this returns. @throws StorageError */
  path(trial: number): string;
  /** Removes the trial's folder, if there is one. @throws StorageError */
  remove(trial: number): Promise<void>;
}

/** What each attempt at a trial printed, as text. */
export interface TrialLogs {
  /** Keeps `text` in place of what there was: the attempt begins anew. @throws StorageError */
  write(trial: number, attempt: number, text: string): Promise<void>;
  /** Adds `text` to what there is. @throws StorageError */
  append(trial: number, attempt: number, text: string): Promise<void>;
  /** All there is so far, "" when the attempt printed nothing. @throws StorageError */
  read(trial: number, attempt: number): Promise<string>;
}

export interface StudyWriter {
  /** What was there when it was opened, the header first. To be read before the first append, which may let go of it. */
  readonly records: readonly StudyRecord[];
  /**
   * Resolves when the record survives SIGKILL and power loss; concurrent appends share an fsync. Records are kept in the
   * order of the calls. After a failure every further append is refused with the same error.
   */
  append(record: StudyRecord): Promise<void>;
  /** Idempotent; waits for pending appends and lets others write. */
  close(): Promise<void>;
}
