import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStorage, type StudyStorage } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { type StorageHarness, storageCases } from "@shac/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { FAULTS } from "./faulty-storages.js";

const folder = mkdtempSync(join(tmpdir(), "shac-storage-"));
afterAll(() => rmSync(folder, { recursive: true }));

const memoryHarness: StorageHarness = {
  create: async () => memoryStorage(),
  gaps: { S09: "lives as long as its process", S64: "has no place on a disk" },
};
const directories = new WeakMap<StudyStorage, string>();
const journalAt = (directory: string): StudyStorage => {
  const storage = journalStorage(directory);
  directories.set(storage, directory);
  return storage;
};
const journalHarness: StorageHarness = {
  create: async () => journalAt(mkdtempSync(join(folder, "case-"))),
  reopen: async (storage) => journalAt(directories.get(storage) as string),
};

describe.each([
  ["memory", memoryHarness],
  ["journal", journalHarness],
])("%s storage", (_, harness) => {
  for (const { id, title, skip, run } of storageCases(harness)) {
    it.skipIf(skip !== undefined)(`${id} ${title}${skip === undefined ? "" : ` (${skip})`}`, run);
  }
});

describe("the cases find a storage that", () => {
  it.each(FAULTS)("$fault", async ({ create, found }) => {
    for (const { id, run } of storageCases({ create: async () => create() })) {
      if (found.includes(id)) await expect(run(), id).rejects.toThrow();
    }
  });

  it("every case but those of files is failed by some fault", () => {
    const ids = storageCases(memoryHarness).flatMap(({ id, skip }) => (skip === undefined ? [id] : []));
    expect([...new Set(FAULTS.flatMap(({ found }) => found))].sort()).toEqual(ids.sort());
  });
});
