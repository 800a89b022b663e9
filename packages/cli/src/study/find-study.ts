import { Study, type StudyStorage } from "@shac/core";
import { ownCommand } from "../terminal/own-command.js";
import { UsageError } from "../usage-error.js";

/** What to do where nothing is kept yet. */
export function howToStart(): string {
  return `Start one with: ${ownCommand(["run", "STUDY_FILE"])}`;
}

/**
 * The name of a saved study: the one given, or the only one there is.
 * @throws UsageError that lists what there is
 */
export async function findStudy(storage: StudyStorage, dir: string, name: string | undefined): Promise<string> {
  const names = await storage.list();
  if (name !== undefined && names.includes(name)) return name;
  const place = JSON.stringify(dir);
  if (names.length === 0) throw new UsageError(`No study is kept in ${place}. ${howToStart()}`);
  const known = names.map((each) => JSON.stringify(each)).join(", ");
  if (name !== undefined)
    throw new UsageError(`There is no study ${JSON.stringify(name)} in ${place}; it has ${known}.`);
  const [only] = names;
  if (names.length > 1 || only === undefined)
    throw new UsageError(`Which study? Give its name; ${place} has ${known}.`);
  return only;
}

/** Reads a saved study back without its study file. */
export async function restoreStudy(storage: StudyStorage, dir: string, name: string | undefined): Promise<Study> {
  return Study.restore(storage, await findStudy(storage, dir, name));
}
