import { decodeMessage, encodeMessage } from "../backend/messages.js";
import { StorageError, StudyLockedError } from "../errors.js";
import type { StudyHeader, StudyRecord } from "./records.js";
import { checkStudyName, studyNotFound } from "./study-name.js";
import type { ReadOptions, StudyStorage, StudyWriter } from "./study-storage.js";

interface MemoryStudy {
  /** Encoded, so that nobody can change what is kept, and a journal would keep exactly the same. */
  readonly lines: string[];
  /** ISO 8601 time since when it is being written. */
  lockedSince: string | undefined;
  deleted: boolean;
  readonly waiting: Set<() => void>;
}

/** Keeps studies as long as the process lives. */
export function memoryStorage(): StudyStorage {
  const studies = new Map<string, MemoryStudy>();
  return {
    list: async () => [...studies.keys()].sort(),
    async *read(name, options = {}) {
      yield* readStudy(name, find(studies, name), options);
    },
    async open(name, header, options = {}) {
      checkStudyName(name);
      return openWriter(name, await lock(studies, name, header, options.waitMs ?? 0));
    },
    async delete(name) {
      const study = find(studies, name);
      if (study.lockedSince !== undefined) throw locked(name, study.lockedSince);
      study.deleted = true;
      studies.delete(name);
      wake(study);
    },
  };
}

function find(studies: ReadonlyMap<string, MemoryStudy>, name: string): MemoryStudy {
  const study = studies.get(name);
  if (study === undefined) throw studyNotFound(name, "memory");
  return study;
}

async function* readStudy(name: string, study: MemoryStudy, { follow, onCaughtUp }: ReadOptions) {
  for (let next = 0; ; ) {
    for (; next < study.lines.length; next++) yield decodeMessage(study.lines[next] as string) as StudyRecord;
    if (follow === undefined || follow.aborted) return;
    if (study.deleted) throw studyNotFound(name, "memory any more");
    onCaughtUp?.();
    await change(study, follow);
  }
}

/** The study, created if need be, once nobody else writes it. @throws StudyLockedError after `waitMs` */
async function lock(
  studies: Map<string, MemoryStudy>,
  name: string,
  header: StudyHeader,
  waitMs: number,
): Promise<MemoryStudy> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), waitMs);
  try {
    for (;;) {
      const study = studies.get(name) ?? {
        lines: [encodeMessage(header)],
        lockedSince: undefined,
        deleted: false,
        waiting: new Set(),
      };
      if (study.lockedSince === undefined) {
        study.lockedSince = new Date().toISOString();
        studies.set(name, study);
        return study;
      }
      if (waitMs <= 0 || timeout.signal.aborted) throw locked(name, study.lockedSince);
      await change(study, timeout.signal);
    }
  } finally {
    clearTimeout(timer);
  }
}

function openWriter(name: string, study: MemoryStudy): StudyWriter {
  let open = true;
  return {
    records: study.lines.map((line) => decodeMessage(line) as StudyRecord),
    async append(record) {
      if (!open) throw new StorageError(`Study "${name}" is closed; open it again before appending.`);
      study.lines.push(encodeMessage(record));
      wake(study);
    },
    async close() {
      if (!open) return;
      open = false;
      study.lockedSince = undefined;
      wake(study);
    },
  };
}

function locked(name: string, since: string): StudyLockedError {
  return new StudyLockedError(name, { pid: globalThis.process?.pid ?? 0, host: "localhost", since });
}

/** Resolves at the next record, close or deletion, or when `signal` is aborted. */
function change(study: MemoryStudy, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      study.waiting.delete(settle);
      signal.removeEventListener("abort", settle);
      resolve();
    };
    study.waiting.add(settle);
    signal.addEventListener("abort", settle);
  });
}

function wake(study: MemoryStudy): void {
  for (const settle of study.waiting) settle();
}
