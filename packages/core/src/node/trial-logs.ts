import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TrialLogs } from "../storage/study-storage.js";
import { hasCode, storageFailure } from "./storage-failure.js";

/** What trials print, in files below `root`: that of the first attempt at trial 7 is `7.1.log`. */
export function trialLogs(root: string): TrialLogs {
  const pathOf = (trial: number, attempt: number): string => join(root, `${trial}.${attempt}.log`);
  return {
    async write(trial, attempt, text) {
      const path = pathOf(trial, attempt);
      try {
        await mkdir(root, { recursive: true });
        await writeFile(path, text);
      } catch (error) {
        throw storageFailure("write", path, error);
      }
    },
    async append(trial, attempt, text) {
      const path = pathOf(trial, attempt);
      try {
        await appendFile(path, text);
      } catch (error) {
        throw storageFailure("write", path, error);
      }
    },
    async read(trial, attempt) {
      const path = pathOf(trial, attempt);
      try {
        return await readFile(path, "utf8");
      } catch (error) {
        if (hasCode(error, "ENOENT")) return "";
        throw storageFailure("read", path, error);
      }
    },
  };
}
