import { ShacError } from "@shac/core";
import type { JournalStatus } from "@shac/core/node";
import type { StudyEntry } from "../../wire.js";
import { type FollowedStudies, statusOf } from "../live/followed-studies.js";
import { conditionOf, studyEntry, unreadableEntry } from "./study-entry.js";

/** How many studies are read at once. */
const AT_ONCE = 8;

interface Kept {
  readonly version: string;
  readonly entry: StudyEntry;
}

/** The list of studies. What was read of a study is kept, so that only those that have changed are read again. */
export class StudyList {
  readonly #studies: FollowedStudies;
  #kept: ReadonlyMap<string, Kept> = new Map();

  constructor(studies: FollowedStudies) {
    this.#studies = studies;
  }

  async entries(): Promise<readonly StudyEntry[]> {
    const names = await this.#studies.storage.list();
    const kept = new Map<string, Kept>();
    const entries: (StudyEntry | undefined)[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let i = next++; i < names.length; i = next++) entries[i] = await this.#entry(names[i] as string, kept);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    this.#kept = kept;
    return entries.filter((entry) => entry !== undefined);
  }

  /** Undefined when it was deleted meanwhile. */
  async #entry(name: string, kept: Map<string, Kept>): Promise<StudyEntry | undefined> {
    const before = this.#kept.get(name);
    let status: JournalStatus | undefined;
    try {
      status = await statusOf(this.#studies.storage, name);
      if (status === undefined) return undefined;
      if (before?.version === status.version) {
        kept.set(name, before);
        return withCondition(before.entry, status);
      }
      // One that is being followed may be a moment behind the status, so what it gives is not kept.
      const isBehind = this.#studies.has(name);
      const entry = studyEntry(await this.#studies.open(name), status);
      if (!isBehind) kept.set(name, { version: status.version, entry });
      return entry;
    } catch (error) {
      if (ShacError.isInstance(error) && error.code === "study-not-found") return undefined;
      const entry = unreadableEntry(name, error, status?.updated);
      if (status !== undefined) kept.set(name, { version: status.version, entry });
      return entry;
    }
  }
}

/** Whether it runs is no part of the version. */
function withCondition(entry: StudyEntry, status: JournalStatus): StudyEntry {
  if (entry.state === "unreadable") return entry;
  return { ...entry, state: conditionOf(status, entry.finished, entry.totalBudget) };
}
