import { randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StorageError, StudyLockedError } from "../errors.js";
import { makeDirectory } from "./make-directory.js";
import { isGone, ownIdentity, type ProcessIdentity } from "./process-identity.js";
import { hasCode, storageFailure } from "./storage-failure.js";

/** The right to write one study. */
export interface StudyLock {
  /** @throws StorageError when the lock was taken away, by hand or with the whole folder */
  check(): Promise<void>;
  release(): Promise<void>;
}

interface Owner extends ProcessIdentity {
  /** Never used twice. */
  readonly id: string;
}

/**
 * Takes the lock of the study in `folder`, from a process that is gone if need be.
 *
 * The lock is a directory `lock` that holds one file, `<id>.json`, which says whose it is. It is made elsewhere and
 * renamed to its place, which the system refuses as long as the directory there is not empty: of any number of
 * contenders one wins. A lock whose process is gone is opened by removing its file by name; since ids are never used twice,
 * a contender that is late cannot remove the lock of a new owner.
 *
 * @throws StudyLockedError when somebody else holds it after `waitMs`
 */
export async function acquireStudyLock(folder: string, name: string, waitMs: number): Promise<StudyLock> {
  const deadline = performance.now() + waitMs;
  let pauseMs = 5;
  for (;;) {
    const owner = await findOwner(folder);
    if (owner === undefined || isGone(owner)) {
      if (owner !== undefined) await removeOwner(folder, owner.id);
      const lock = await tryTake(folder, name);
      if (lock !== undefined) return lock;
      continue;
    }
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) throw new StudyLockedError(name, owner);
    await sleep(Math.min(pauseMs, leftMs));
    pauseMs = Math.min(2 * pauseMs, 200);
  }
}

/**
 * Opens the lock of a study whose host is gone, which nothing but the user can know.
 * @throws StudyLockedError when its process runs on this host
 */
export async function breakStudyLock(folder: string, name: string): Promise<void> {
  const owner = await findOwner(folder);
  if (owner === undefined) return;
  if (owner.host === hostname() && !isGone(owner)) throw new StudyLockedError(name, owner);
  await removeOwner(folder, owner.id);
}

/** Who writes the study in `folder` now; undefined when nobody does. Takes nothing. */
export async function findWriter(folder: string): Promise<ProcessIdentity | undefined> {
  const owner = await findOwner(folder);
  return owner === undefined || isGone(owner) ? undefined : owner;
}

async function tryTake(folder: string, name: string): Promise<StudyLock | undefined> {
  const id = randomUUID();
  const staging = join(folder, `lock.${id}`);
  try {
    await makeDirectory(folder);
  } catch (error) {
    throw storageFailure("write", folder, error);
  }
  try {
    await mkdir(staging);
    await writeFile(join(staging, `${id}.json`), JSON.stringify(ownIdentity()), { flush: true });
    await rename(staging, join(folder, "lock"));
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Somebody was faster, or the folder was deleted in between.
    if (hasCode(error, "ENOTEMPTY", "EEXIST", "ENOENT")) return undefined;
    throw storageFailure("write", folder, error);
  }
  return {
    async check() {
      try {
        await access(join(folder, "lock", `${id}.json`));
      } catch (error) {
        throw new StorageError(
          `Study "${name}" is no longer this process's to write: its lock in "${folder}" was removed or taken over. Open it again to go on.`,
          { cause: error },
        );
      }
    },
    release: () => removeOwner(folder, id),
  };
}

/** Who holds the lock now; undefined when it is free. */
async function findOwner(folder: string): Promise<Owner | undefined> {
  const directory = join(folder, "lock");
  try {
    const [file] = await readdir(directory);
    if (file === undefined) return undefined;
    const owner = JSON.parse(await readFile(join(directory, file), "utf8")) as ProcessIdentity;
    return { ...owner, id: file.replace(/\.json$/, "") };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    if (!(error instanceof SyntaxError)) throw storageFailure("read", directory, error);
    throw new StorageError(`The lock "${directory}" is damaged; remove it if no process writes this study.`, {
      cause: error,
    });
  }
}

/** Frees the lock if `id` still holds it. */
async function removeOwner(folder: string, id: string): Promise<void> {
  const directory = join(folder, "lock");
  try {
    await rm(join(directory, `${id}.json`), { force: true });
    await rmdir(directory);
  } catch (error) {
    // Free already, or somebody else's by now.
    if (!hasCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) throw storageFailure("write", directory, error);
  }
}
