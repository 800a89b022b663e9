import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { checkStudyName, isStudyName, studyNotFound } from "../storage/study-name.js";
import type { StudyStorage, TrialDirectories, TrialLogs } from "../storage/study-storage.js";
import { type JournalPlace, readJournal } from "./journal-reader.js";
import { openJournalWriter } from "./journal-writer.js";
import { hasCode, storageFailure } from "./storage-failure.js";
import { acquireStudyLock, breakStudyLock, findWriter } from "./study-lock.js";
import { trialDirectories } from "./trial-directories.js";
import { trialLogs } from "./trial-logs.js";

/** What is known of a study without reading it. */
export interface JournalStatus {
  /** Changes when records are added, and when another file takes the journal's place. */
  readonly version: string;
  /** When the journal was last written. */
  readonly updated: Date;
  /** The process that writes it now, with the ISO 8601 time since when; absent: none. That of another host may be gone. */
  readonly writer?: { readonly pid: number; readonly host: string; readonly since: string };
}

/** Studies as files: a folder each, with a journal, the folders of the trials, and what they printed. */
export interface JournalStorage extends StudyStorage {
  artifacts(name: string): TrialDirectories;
  logs(name: string): TrialLogs;
  /** Takes no lock. @throws StorageError `study-not-found` */
  status(name: string): Promise<JournalStatus>;
  /**
   * Opens the lock that a process of another host left when that host went away for good.
   * @throws StudyLockedError when the process runs on this host
   */
  unlock(name: string): Promise<void>;
}

/**
 * Keeps each study in `<directory>/<name>/journal.jsonl`, a line a record; docs/design/storage-format.md has the format.
 * The directory is made when the first study is opened. A study whose writer was killed opens again at once.
 */
export function journalStorage(directory = ".shac"): JournalStorage {
  const root = resolve(directory);
  const place = (name: string): JournalPlace => {
    checkStudyName(name);
    return { path: join(root, name, "journal.jsonl"), name, root };
  };
  return {
    list: () => listStudies(root),
    async *read(name, options = {}) {
      yield* readJournal(place(name), options);
    },
    async open(name, header, options = {}) {
      const { path } = place(name);
      const lock = await acquireStudyLock(join(root, name), name, options.waitMs ?? 0);
      return openJournalWriter(path, header, lock);
    },
    delete: async (name) => deleteStudy(place(name)),
    artifacts(name) {
      checkStudyName(name);
      return trialDirectories(join(root, name, "trials"));
    },
    logs(name) {
      checkStudyName(name);
      return trialLogs(join(root, name, "logs"));
    },
    status: async (name) => statusOf(place(name)),
    async unlock(name) {
      checkStudyName(name);
      await breakStudyLock(join(root, name), name);
    },
  };
}

async function listStudies(root: string): Promise<readonly string[]> {
  try {
    const names = await readdir(root);
    return names.filter((name) => isStudyName(name) && existsSync(join(root, name, "journal.jsonl"))).sort();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw storageFailure("read", root, error);
  }
}

async function statusOf({ path, name, root }: JournalPlace): Promise<JournalStatus> {
  try {
    const [{ ino, size, mtimeNs, mtime }, owner] = await Promise.all([
      stat(path, { bigint: true }),
      findWriter(join(root, name)),
    ]);
    const writer = owner && { pid: owner.pid, host: owner.host, since: owner.since };
    return { version: `${ino}-${size}-${mtimeNs}`, updated: mtime, ...(writer && { writer }) };
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw studyNotFound(name, root);
    throw storageFailure("read", path, error);
  }
}

async function deleteStudy({ path, name, root }: JournalPlace): Promise<void> {
  if (!existsSync(path)) throw studyNotFound(name, root);
  const folder = join(root, name);
  // Renamed first, so that a kill on the way leaves the whole study or none.
  const doomed = join(root, `.deleted-${randomUUID()}`);
  const lock = await acquireStudyLock(folder, name, 0);
  try {
    await rename(folder, doomed);
  } catch (error) {
    await lock.release();
    throw storageFailure("write", folder, error);
  }
  try {
    await rm(doomed, { recursive: true });
  } catch (error) {
    throw storageFailure("write", doomed, error);
  }
}
