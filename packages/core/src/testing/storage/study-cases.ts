import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { InvalidOptionError, StudyLockedError } from "../../errors.js";
import { expectRecords, readAll, sampleHeader, sampleRecord } from "./sample-records.js";
import type { StorageCase } from "./storage-harness.js";

const BAD_NAMES = ["", ".", "..", ".a", "-a", "a/b", "a\\b", "a b", "a\0", "a\n", "a:b", "../a", "é".repeat(65)];
const GOOD_NAMES = ["a", "A.b_c-1", "_", "7", "größe", "学習", "x".repeat(128)];

/** Studies as a whole: their names, folders and end. */
export const STUDY_CASES: Readonly<Record<string, StorageCase>> = {
  S60: {
    title: "studies are listed in the order of their names",
    async check(storage) {
      deepStrictEqual(await storage.list(), []);
      for (const name of ["b", "a10", "a", "B", "a2"]) await (await storage.open(name, sampleHeader(name))).close();
      deepStrictEqual(await storage.list(), ["B", "a", "a10", "a2", "b"]);
    },
  },
  S61: {
    title: "names that are safe file names are taken, others refused",
    async check(storage) {
      for (const name of BAD_NAMES) {
        await rejects(storage.open(name, sampleHeader(name)), InvalidOptionError, JSON.stringify(name));
      }
      deepStrictEqual(await storage.list(), []);
      for (const name of GOOD_NAMES) {
        await (await storage.open(name, sampleHeader(name))).close();
        expectRecords(await readAll(storage, name), [sampleHeader(name)]);
      }
      strictEqual((await storage.list()).length, GOOD_NAMES.length);
    },
  },
  S62: {
    title: "a deleted study is gone, and one of its name begins anew",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.append(sampleRecord(0));
      await writer.close();
      await storage.delete("a");
      deepStrictEqual(await storage.list(), []);
      const next = await storage.open("a", { ...sampleHeader("a"), seed: 1 });
      expectRecords(next.records, [{ ...sampleHeader("a"), seed: 1 }]);
      await next.close();
    },
  },
  S63: {
    title: "a study that is being written is not deleted and loses nothing",
    async check(storage) {
      const writer = await storage.open("a", sampleHeader("a"));
      await writer.append(sampleRecord(0));
      await rejects(storage.delete("a"), StudyLockedError);
      await writer.append(sampleRecord(1));
      await writer.close();
      expectRecords(await readAll(storage, "a"), [sampleHeader("a"), sampleRecord(0), sampleRecord(1)]);
    },
  },
  S64: {
    title: "each trial has a folder of its own, made when it is asked for",
    async check(storage) {
      await (await storage.open("a", sampleHeader("a"))).close();
      const directories = storage.artifacts?.("a");
      ok(directories !== undefined, "the storage has no artifacts()");
      ok(isAbsolute(directories.root));
      ok(!existsSync(join(directories.root, "7")));
      const path = directories.path(7);
      strictEqual(path, join(directories.root, "7"));
      writeFileSync(join(path, "model.bin"), "weights");
      strictEqual(directories.path(7), path);
      deepStrictEqual(readdirSync(path), ["model.bin"]);
      directories.path(8);
      await directories.remove(7);
      await directories.remove(9);
      deepStrictEqual(readdirSync(directories.root), ["8"]);
      await storage.delete("a");
      ok(!existsSync(directories.root));
    },
  },
};
