import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { TrialDirectories } from "../storage/study-storage.js";
import { storageFailure } from "./storage-failure.js";

/** The trials' folders below `root`, each made when it is first asked for. */
export function trialDirectories(root: string): TrialDirectories {
  return {
    root,
    path(trial) {
      const path = join(root, String(trial));
      try {
        mkdirSync(path, { recursive: true });
      } catch (error) {
        throw storageFailure("write", path, error);
      }
      return path;
    },
    async remove(trial) {
      const path = join(root, String(trial));
      try {
        await rm(path, { recursive: true, force: true });
      } catch (error) {
        throw storageFailure("write", path, error);
      }
    },
  };
}
