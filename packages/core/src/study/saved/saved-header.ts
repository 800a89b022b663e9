import { ShacError } from "../../errors.js";
import type { StudyHeader } from "../../storage/records.js";
import type { StudyStorage } from "../../storage/study-storage.js";

/** The header of the study that a storage holds under `name`; undefined when it holds none. */
export async function savedHeader(storage: StudyStorage, name: string): Promise<StudyHeader | undefined> {
  try {
    for await (const record of storage.read(name)) return record as StudyHeader;
    return undefined;
  } catch (error) {
    if (ShacError.isInstance(error) && error.code === "study-not-found") return undefined;
    throw error;
  }
}
