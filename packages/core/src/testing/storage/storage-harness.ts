import type { StudyStorage } from "../../storage/study-storage.js";

/** What the storage cases need of a storage. */
export interface StorageHarness {
  /** A new storage that holds nothing yet. */
  create(): Promise<StudyStorage>;
  /** Another one over the same data, as a later process has it; without it S09 is a gap. */
  reopen?(storage: StudyStorage): Promise<StudyStorage>;
  /** Cases that do not hold for this storage, by id, each with its reason. List them in the package's README. */
  readonly gaps?: Readonly<Record<string, string>>;
}

/** A case before it is bound to a harness. */
export interface StorageCase {
  readonly title: string;
  check(storage: StudyStorage, harness: StorageHarness): Promise<void>;
}
