import { createRequire } from "node:module";

/** The file that a study file would import for a package's name; undefined where it is not installed. */
export function findPackage(name: string, studyFile: URL): string | undefined {
  try {
    return createRequire(studyFile).resolve(name);
  } catch {
    return undefined;
  }
}
