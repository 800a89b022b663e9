import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { hasCode } from "./storage-failure.js";

/** Like `mkdir -p`. Node's own recursive mkdir says ENOENT where the file system is read-only. */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (hasCode(error, "ENOENT") && dirname(path) !== path) {
      await makeDirectory(dirname(path));
      await mkdir(path).catch(acceptExisting);
    } else {
      await acceptExisting(error);
      // A symbolic link to nowhere exists too, and holds nothing.
      await stat(path);
    }
  }
}

async function acceptExisting(error: unknown): Promise<void> {
  if (!hasCode(error, "EEXIST")) throw error;
}
