import type { TrialDirectories } from "../storage/study-storage.js";
import type { Trial } from "./trial.js";

/** Whose folders stay on the disk: every trial's, or the best one's alone. */
export type KeepArtifacts = "all" | "best";

/** Removes the folders of trials that are not wanted. */
export class TrialFolders {
  readonly directories: TrialDirectories;
  readonly #keep: KeepArtifacts;

  constructor(directories: TrialDirectories, keep: KeepArtifacts) {
    this.directories = directories;
    this.#keep = keep;
  }

  /** To be called when `trial` is finished and on the disk. @throws StorageError */
  async afterTrial(
    trial: Trial<unknown>,
    best: Trial<unknown> | undefined,
    formerBest: Trial<unknown> | undefined,
  ): Promise<void> {
    if (this.#keep === "all") return;
    if (trial !== best) await this.directories.remove(trial.number);
    else if (formerBest !== undefined) await this.directories.remove(formerBest.number);
  }
}
