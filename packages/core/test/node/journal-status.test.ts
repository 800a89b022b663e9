import { readdirSync } from "node:fs";
import { hostname } from "node:os";
import { journalStorage } from "@shac/core/node";
import { expect, it, onTestFinished } from "vitest";
import { header, JournalChild, newFolder, report } from "./study-files.js";

it("tells who writes a study and when it was written last, and makes nothing", async () => {
  const directory = newFolder();
  const storage = journalStorage(directory);
  await expect(storage.status("a")).rejects.toMatchObject({ code: "study-not-found" });
  expect(readdirSync(directory)).toEqual([]);

  const child = new JournalChild(directory);
  onTestFinished(() => child.kill());
  await child.tell("open");
  expect((await storage.status("a")).writer).toMatchObject({ pid: child.process.pid, host: hostname() });
  await child.kill();
  const left = await storage.status("a");
  expect(left.writer).toBeUndefined();

  const writer = await storage.open("a", header);
  expect((await storage.status("a")).version).toBe(left.version);
  await writer.append(report(0));
  await writer.close();
  const later = await storage.status("a");
  expect(later.version).not.toBe(left.version);
  expect(later.updated.getTime()).toBeGreaterThanOrEqual(left.updated.getTime());
});
