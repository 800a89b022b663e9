import { InvalidOptionError } from "../../errors.js";
import type { TrialDirectories } from "../../storage/study-storage.js";
import type { Trial } from "./trial.js";

/** Whose folders stay on the disk: every trial's, or the best one's alone. */
export type KeepArtifacts = "all" | "best";

/** @throws InvalidOptionError */
export function checkKeepArtifacts(keep: KeepArtifacts = "all"): void {
  if (keep === "all" || keep === "best") return;
  throw new InvalidOptionError(`keepArtifacts is ${String(keep)}; give "all" or "best".`);
}

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

  /** Removes what was to be removed when the process was killed, or was kept by an earlier choice. @throws StorageError */
  async sweep(trials: readonly Trial<unknown>[], best: Trial<unknown> | undefined): Promise<void> {
    if (this.#keep === "all") return;
    for (const trial of trials) {
      const unfinished = trial.state === "waiting" || trial.state === "running";
      if (trial !== best && !unfinished) await this.directories.remove(trial.number);
    }
  }
}
