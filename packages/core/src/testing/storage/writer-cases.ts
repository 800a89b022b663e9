import { ok, rejects, strictEqual } from "node:assert/strict";
import { StorageError, StudyLockedError } from "../../errors.js";
import type { StudyWriter } from "../../storage/study-storage.js";
import { expectRecords, readAll, sampleHeader, sampleRecord } from "./sample-records.js";
import type { StorageCase } from "./storage-harness.js";

/** One writer a study. */
export const WRITER_CASES: Readonly<Record<string, StorageCase>> = {
  S20: {
    title: "a second writer is refused, told who writes and since when",
    async check(storage) {
      const before = new Date().toISOString();
      const writer = await storage.open("a", sampleHeader("a"));
      await rejects(storage.open("a", sampleHeader("a")), (error) => {
        ok(error instanceof StudyLockedError);
        strictEqual(error.pid, process.pid);
        ok(error.host.length > 0);
        ok(error.since >= before && error.since <= new Date().toISOString());
        return true;
      });
      await writer.append(sampleRecord(0));
      await writer.close();
    },
  },
  S21: {
    title: "of many who open at once one writes",
    async check(storage) {
      const opened = await Promise.allSettled(Array.from({ length: 8 }, () => storage.open("a", sampleHeader("a"))));
      const writers = opened.filter((result) => result.status === "fulfilled");
      strictEqual(writers.length, 1);
      for (const result of opened) ok(result.status === "fulfilled" || result.reason instanceof StudyLockedError);
      await writers[0]?.value.close();
    },
  },
  S22: {
    title: "who waits gets the study when the writer closes, one after the other",
    async check(storage) {
      const first = await storage.open("a", sampleHeader("a"));
      let writing = 1;
      const write = async (writer: StudyWriter, trial: number): Promise<void> => {
        await writer.append(sampleRecord(trial));
        strictEqual(writing--, 1);
        await writer.close();
      };
      const wait = async (trial: number): Promise<void> => {
        const writer = await storage.open("a", sampleHeader("a"), { waitMs: 10_000 });
        writing++;
        await write(writer, trial);
      };
      await Promise.all([wait(1), wait(2), wait(3), write(first, 0)]);
      strictEqual((await readAll(storage, "a")).length, 5);
    },
  },
  S23: {
    title: "who waits in vain is refused after the time given",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      const start = performance.now();
      await rejects(storage.open("a", sampleHeader("a"), { waitMs: 60 }), StudyLockedError);
      ok(performance.now() - start >= 55);
      await writer.close();
      await (await storage.open("a", sampleHeader("a"))).close();
    },
  },
  S24: {
    title: "a closed writer may be closed again and appends nothing",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.close();
      await writer.close();
      await rejects(writer.append(sampleRecord(0)), StorageError);
      const next = await storage.open("a", sampleHeader("a"));
      await writer.close();
      await rejects(storage.open("a", sampleHeader("a")), StudyLockedError);
      await next.close();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a")]);
    },
  },
  S25: {
    title: "close waits for what is being appended",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      const appends = Array.from({ length: 20 }, (_, trial) => writer.append(sampleRecord(trial)));
      const settled = Promise.allSettled(appends);
      await writer.close();
      strictEqual((await readAll(storage, "a")).length, 21);
      ok((await settled).every(({ status }) => status === "fulfilled"));
    },
  },
  S26: {
    title: "studies are written side by side and do not mix",
    async check(storage) {
      const names = ["a", "b", "a.b"];
      const writers: StudyWriter[] = [];
      for (const name of names) writers.push(await storage.open(name, sampleHeader(name)));
      await Promise.all(writers.map((writer, i) => writer.append(sampleRecord(i))));
      await Promise.all(writers.map((writer) => writer.close()));
      for (const [i, name] of names.entries()) {
        expectRecords(await readAll(storage, name), [sampleHeader(name), sampleRecord(i)]);
      }
    },
  },
};
