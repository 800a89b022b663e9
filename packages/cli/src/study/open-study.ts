import { Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import type { DefinitionFlags } from "../command-line/flags.js";
import { UsageError } from "../usage-error.js";
import { findStudy } from "./find-study.js";
import { type AnyDefinition, loadStudy } from "./load-study.js";
import { readSpaceFile } from "./space-file.js";
import { isStudyFile } from "./study-file.js";
import { definitionFlags, withFlags } from "./with-flags.js";

/** How long a short change of a study waits for another process to end its own. */
const WAIT_MS = 30_000;

type NewStudy = Omit<AnyDefinition, "objective">;

/**
 * Does something with a study that may be written: a saved one by its name, or by a study file, the JSON of a space or a
 * definition, from which it is made where it is not saved yet. Waits for other processes, and gives the lock back at the end.
 */
export async function withStudy<T>(
  target: string | NewStudy,
  flags: DefinitionFlags,
  use: (study: Study) => Promise<T>,
): Promise<T> {
  const study = await openStudy(target, flags);
  try {
    return await use(study);
  } finally {
    await study.close();
  }
}

async function openStudy(target: string | NewStudy, flags: DefinitionFlags): Promise<Study> {
  const storage = journalStorage(flags.dir);
  const where = { storage, waitMs: WAIT_MS };
  if (typeof target !== "string") return Study.open(withFlags(target, flags), where);
  if (isStudyFile(target)) {
    const { definition } = await loadStudy(target, "without objective");
    return Study.open(withFlags(definition, flags), where);
  }
  if (target.endsWith(".json")) {
    return Study.open(withFlags(await readSpaceFile(target), flags), where);
  }
  const name = await findStudy(storage, flags.dir, target);
  const idle = definitionFlags(flags);
  if (idle.length > 0) {
    throw new UsageError(
      `${idle.join(", ")}: study ${JSON.stringify(name)} is made already; leave that out, or give the study file, or the JSON of its space.`,
    );
  }
  return Study.restore(storage, name, { waitMs: WAIT_MS });
}
