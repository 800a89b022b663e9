import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The file that a study file would import for a package's name; undefined where it is not installed. */
export function findPackage(name: string, studyFile: URL): string | undefined {
  try {
    return createRequire(studyFile).resolve(name);
  } catch {
    return undefined;
  }
}

/** Whether a package is there for the files of a folder, one that only brings a program included. */
export function isInstalled(name: string, folder: string): boolean {
  const folders = createRequire(join(folder, "package.json")).resolve.paths(name) ?? [];
  return folders.some((each) => existsSync(join(each, name, "package.json")));
}
