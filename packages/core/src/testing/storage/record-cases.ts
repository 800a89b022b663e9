import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ShacError } from "../../errors.js";
import type { StudyRecord } from "../../storage/records.js";
import { expectRecords, readAll, SAMPLE_RECORDS, sampleHeader, sampleRecord } from "./sample-records.js";
import type { StorageCase } from "./storage-harness.js";

/** What is appended is kept, and nothing else. */
export const RECORD_CASES: Readonly<Record<string, StorageCase>> = {
  S01: {
    title: "every field of every record comes back with its type and bits",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      for (const record of SAMPLE_RECORDS) await writer.append(record);
      await writer.close();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a"), ...SAMPLE_RECORDS]);
    },
  },
  S02: {
    title: "records stand in the order of the calls, also when appended at once",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      const records = Array.from({ length: 1000 }, (_, trial) => sampleRecord(trial));
      await Promise.all(records.map((record) => writer.append(record)));
      await writer.close();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a"), ...records]);
    },
  },
  S03: {
    title: "a record is there for readers when its append resolves",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      for (let trial = 0; trial < 5; trial++) {
        await writer.append(sampleRecord(trial));
        strictEqual((await readAll(storage, "a")).length, trial + 2);
      }
      await writer.close();
    },
  },
  S04: {
    title: "a later writer has the records of the earlier ones, under the first header",
    async check(storage) {
      for (let trial = 0; trial < 3; trial++) {
        const writer = await storage.open("a", { ...sampleHeader("a"), seed: trial });
        await writer.append(sampleRecord(trial));
        await writer.close();
      }
      const last = await storage.open("a", { ...sampleHeader("a"), seed: 9 });
      expectRecords(last.records, [{ ...sampleHeader("a"), seed: 0 }, ...[0, 1, 2].map(sampleRecord)]);
      await last.close();
    },
  },
  S05: {
    title: "what the caller does to a record afterwards changes nothing that is kept",
    async check(storage) {
      const original = { type: "finished", trial: 0, attempt: 1, state: "complete", value: 1, metrics: { a: 1 } };
      const record = structuredClone({ ...original, elapsedMs: 1, clockMs: 1 });
      const writer = await storage.open("a", sampleHeader("a"));
      const appended = writer.append(record as StudyRecord);
      record.metrics.a = 2;
      await appended;
      record.trial = 7;
      for (const read of await readAll(storage, "a")) {
        Reflect.set(read, "type", "changed");
        if ("metrics" in read && read.metrics !== undefined) Reflect.set(read.metrics, "a", 3);
      }
      await writer.close();
      expectRecords(await readAll(storage, "a"), [
        sampleHeader("a"),
        { ...original, elapsedMs: 1, clockMs: 1 } as StudyRecord,
      ]);
    },
  },
  S06: {
    title: "records read at a writer's opening stay as they were, whatever is appended",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      const { records } = writer;
      const before = structuredClone(records);
      await writer.append(sampleRecord(0));
      deepStrictEqual(records, before);
      await writer.close();
    },
  },
  S07: {
    title: "a record that cannot be kept whole is refused, and the writer works on",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      const attributes = { at: new Date(0) } as never;
      const record: StudyRecord = { type: "imported", trial: 0, point: [], params: attributes, value: 1 };
      await rejects(writer.append(record), (error) => ShacError.isInstance(error) && error.code === "not-json");
      await writer.append(sampleRecord(1));
      await writer.close();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a"), sampleRecord(1)]);
    },
  },
  S08: {
    title: "a record of 3 MiB and 5000 small ones come back",
    async check(storage) {
      const big: StudyRecord = { type: "lost", trial: 0, attempt: 1, message: "0123456789abcdé\n".repeat(196_608) };
      const small = Array.from({ length: 5000 }, (_, trial) => sampleRecord(trial));
      const writer = await storage.open("a", sampleHeader("a"));
      await Promise.all([...small, big, ...small].map((record) => writer.append(record)));
      await writer.close();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a"), ...small, big, ...small]);
    },
  },
  S09: {
    title: "a later process reads and continues what was kept",
    async check(storage, harness) {
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.append(sampleRecord(0));
      await writer.close();
      const later = await harness.reopen?.(storage);
      ok(later !== undefined, "the harness has no reopen()");
      deepStrictEqual(await later.list(), ["a"]);
      const second = await later.open("a", sampleHeader("a"));
      expectRecords(second.records, [sampleHeader("a"), sampleRecord(0)]);
      await second.append(sampleRecord(1));
      await second.close();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a"), sampleRecord(0), sampleRecord(1)]);
    },
  },
};
