import { memoryStorage, type StudyRecord, type StudyStorage, type StudyWriter } from "@shac/core";

interface Fault {
  readonly fault: string;
  /** Ids of the cases that must fail. */
  readonly found: readonly string[];
  create(): StudyStorage;
}

type Change = (storage: StudyStorage) => Partial<StudyStorage>;

const faulty = (fault: string, found: readonly string[], change: Change): Fault => ({
  fault,
  found,
  create() {
    const storage = memoryStorage();
    return { ...storage, ...change(storage) };
  },
});

/** A storage whose writers are changed. */
const faultyWriter = (fault: string, found: readonly string[], change: (writer: StudyWriter) => Partial<StudyWriter>) =>
  faulty(fault, found, (storage) => ({
    async open(name, header, options) {
      const writer = await storage.open(name, header, options);
      return { records: writer.records, append: writer.append, close: writer.close, ...change(writer) };
    },
  }));

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const FAULTS: readonly Fault[] = [
  faultyWriter("writes numbers as plain JSON does", ["S01"], ({ append }) => ({
    append: (record) => append(JSON.parse(JSON.stringify(record))),
  })),
  faultyWriter("cuts long records", ["S08"], ({ append }) => ({
    append: (record) =>
      append(record.type === "lost" ? { ...record, message: record.message.slice(0, 65536) } : record),
  })),
  faultyWriter("writes at its end, last record first", ["S02", "S03"], ({ append, close }) => {
    const records: StudyRecord[] = [];
    return {
      append: async (record) => void records.push(record),
      async close() {
        for (const record of records.reverse()) await append(record);
        await close();
      },
    };
  }),
  faultyWriter("closes while it appends", ["S25"], ({ append }) => ({
    append: (record) => tick().then(() => append(record)),
  })),
  faulty("begins anew with each writer", ["S04"], (storage) => ({
    async open(name, header, options) {
      await storage.delete(name).catch(() => {});
      return storage.open(name, header, options);
    },
  })),
  {
    fault: "keeps the objects that it is given, and lets anybody write",
    found: ["S05", "S06", "S07", "S20", "S21", "S22", "S23", "S24"],
    create() {
      const records: StudyRecord[] = [];
      return {
        ...memoryStorage(),
        async *read() {
          yield* records;
        },
        async open(_, header) {
          if (records.length === 0) records.push(header);
          return { records, append: async (record) => void records.push(record), close: async () => {} };
        },
      };
    },
  },
  faulty("keeps all studies in one", ["S26"], (storage) => ({
    read: (_, options) => storage.read("one", options),
    open: (_, header, options) => storage.open("one", header, { waitMs: 50, ...options }),
  })),
  faulty("locks while it reads", ["S40"], (storage) => ({
    async *read(name, options) {
      const header = (await storage.read(name)[Symbol.asyncIterator]().next()).value;
      const writer = await storage.open(name, header as never);
      try {
        yield* storage.read(name, options);
      } finally {
        await writer.close();
      }
    },
  })),
  faulty("ends a follower with what is there", ["S41", "S42", "S44", "S46"], (storage) => ({
    read: (name) => storage.read(name),
  })),
  faulty("takes a follower to have had all before it had anything", ["S46"], (storage) => ({
    async *read(name, { onCaughtUp, ...options } = {}) {
      onCaughtUp?.();
      yield* storage.read(name, options);
    },
  })),
  faulty("gives nothing to a follower that is aborted", ["S43"], (storage) => ({
    async *read(name, options) {
      if (!options?.follow?.aborted) yield* storage.read(name, options);
    },
  })),
  faulty("takes a study that is not there for an empty one", ["S45"], (storage) => ({
    async *read(name, options) {
      if ((await storage.list()).includes(name)) yield* storage.read(name, options);
    },
  })),
  faulty("lists in any order", ["S60"], (storage) => ({ list: async () => [...(await storage.list())].reverse() })),
  faulty("takes any name", ["S61"], (storage) => ({
    open: (name, header, options) =>
      storage.open(Buffer.from(`_${name}`).toString("hex").slice(0, 128), header, options),
  })),
  faulty("deletes nothing", ["S62"], () => ({ delete: async () => {} })),
  faulty("deletes what is being written", ["S63"], (storage) => {
    const writers = new Map<string, StudyWriter>();
    return {
      async open(name, header, options) {
        const writer = await storage.open(name, header, options);
        writers.set(name, writer);
        return writer;
      },
      async delete(name) {
        await writers.get(name)?.close();
        await storage.delete(name);
      },
    };
  }),
];
