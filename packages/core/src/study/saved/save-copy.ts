import { encodeMessage } from "../../backend/messages.js";
import { StudyMismatchError } from "../../errors.js";
import type { StudyRecord } from "../../storage/records.js";
import type { StudyStorage, StudyWriter } from "../../storage/study-storage.js";
import type { StudyCore } from "../study-core.js";

/** Records that share their syncs without being held all at once. */
const GROUP = 1000;

/**
 * Copies a study into `storage`, or adds what an earlier copy lacks.
 * @throws StudyMismatchError when another study has the name there, or the copy went on by itself
 */
export async function saveCopy<P>(core: StudyCore<P>, storage: StudyStorage): Promise<void> {
  const { name, state } = core;
  const writer = await storage.open(name, state.header);
  try {
    await addMissing(core, writer);
  } finally {
    await writer.close();
  }
}

async function addMissing<P>(core: StudyCore<P>, writer: StudyWriter): Promise<void> {
  const copied = writer.records.filter((record) => core.state.isLasting(record));
  const [header] = copied;
  if (header?.type !== "study" || header.id !== core.state.header.id) {
    throw new StudyMismatchError(
      `The storage holds another study "${core.name}"; save under another name or delete that one first.`,
    );
  }
  let at = 0;
  let group: StudyRecord[] = [];
  const flush = async () => {
    await Promise.all(group.map((record) => writer.append(record)));
    group = [];
  };
  for await (const record of core.records()) {
    const copy = copied[at++];
    if (copy !== undefined) checkSame(core.name, record, copy);
    else group.push(record);
    if (group.length === GROUP) await flush();
  }
  if (at < copied.length) throw strayed(core.name);
  await flush();
}

function checkSame(name: string, record: StudyRecord, copy: StudyRecord): void {
  if (encodeMessage(record) !== encodeMessage(copy)) throw strayed(name);
}

function strayed(name: string): StudyMismatchError {
  return new StudyMismatchError(
    `The saved copy of study "${name}" went on by itself; restore it instead of saving over it, or delete it first.`,
  );
}
