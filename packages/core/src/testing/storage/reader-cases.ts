import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { StorageError } from "../../errors.js";
import { within } from "../within.js";
import { expectRecords, readAll, sampleHeader, sampleRecord } from "./sample-records.js";
import type { StorageCase } from "./storage-harness.js";

const isNotFound = (error: unknown): boolean => error instanceof StorageError && error.code === "study-not-found";

/** Readers, who neither lock nor wait. */
export const READER_CASES: Readonly<Record<string, StorageCase>> = {
  S40: {
    title: "a study is read while it is written, and opened while it is read",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.append(sampleRecord(0));
      const reader = storage.read("a")[Symbol.asyncIterator]();
      deepStrictEqual((await reader.next()).value, sampleHeader("a"));
      await writer.close();
      const second = await storage.open("a", sampleHeader("a"));
      await reader.return?.();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a"), sampleRecord(0)]);
      await second.close();
    },
  },
  S41: {
    title: "a follower gets what is there, then each new record, until it is aborted",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.append(sampleRecord(0));
      const abort = new AbortController();
      const reader = storage.read("a", { follow: abort.signal })[Symbol.asyncIterator]();
      deepStrictEqual((await reader.next()).value, sampleHeader("a"));
      deepStrictEqual((await reader.next()).value, sampleRecord(0));
      for (let trial = 1; trial < 4; trial++) {
        const next = reader.next();
        await writer.append(sampleRecord(trial));
        deepStrictEqual((await next).value, sampleRecord(trial));
      }
      const end = reader.next();
      abort.abort();
      strictEqual((await end).done, true);
      await writer.close();
    },
  },
  S42: {
    title: "a follower goes on with the records of the next writer",
    async check(storage) {
      const abort = new AbortController();
      await (await storage.open("a", sampleHeader("a"))).close();
      const reader = storage.read("a", { follow: abort.signal })[Symbol.asyncIterator]();
      await reader.next();
      const next = reader.next();
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.append(sampleRecord(0));
      deepStrictEqual((await next).value, sampleRecord(0));
      await reader.return?.();
      await writer.close();
    },
  },
  S43: {
    title: "a follower that is aborted already gets what is there",
    async check(storage) {
      await (await storage.open("a", sampleHeader("a"))).close();
      const types: string[] = [];
      for await (const record of storage.read("a", { follow: AbortSignal.abort() })) types.push(record.type);
      deepStrictEqual(types, ["study"]);
    },
  },
  S44: {
    title: "a follower of a study that is deleted is told so",
    async check(storage) {
      await (await storage.open("a", sampleHeader("a"))).close();
      const reader = storage.read("a", { follow: new AbortController().signal })[Symbol.asyncIterator]();
      await reader.next();
      await Promise.all([rejects(reader.next(), isNotFound), storage.delete("a")]);
    },
  },
  S45: {
    title: "a study that is not there can be neither read, followed nor deleted, and is not made by that",
    async check(storage) {
      await rejects(readAll(storage, "a"), isNotFound);
      await rejects(async () => {
        for await (const _ of storage.read("a", { follow: AbortSignal.abort() })) ok(false);
      }, isNotFound);
      await rejects(storage.delete("a"), isNotFound);
      deepStrictEqual(await storage.list(), []);
    },
  },
  S46: {
    title: "a follower is told when it has had all there is, before more comes",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.append(sampleRecord(0));
      const seen: string[] = [];
      const abort = new AbortController();
      let caughtUp = (): void => {};
      const isCaughtUp = new Promise<void>((resolve) => {
        caughtUp = resolve;
      });
      const reading = (async () => {
        for await (const { type } of storage.read("a", { follow: abort.signal, onCaughtUp: caughtUp })) seen.push(type);
      })();
      await within(2000, isCaughtUp);
      deepStrictEqual(seen, ["study", "report"]);
      abort.abort();
      await reading;
      await writer.close();
    },
  },
};
