import { appendFileSync, cpSync, readFileSync, rmSync } from "node:fs";
import { StorageError } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { expect, it, onTestFinished } from "vitest";
import { header, JournalChild, journalOf, newFolder, plantJournal, readAll, report } from "./study-files.js";

it("a follower sees each record that another process writes, and no part of one", async () => {
  const directory = newFolder();
  await (await journalStorage(directory).open("a", header)).close();
  const child = new JournalChild(directory);
  onTestFinished(() => child.kill());
  await child.tell("open");
  const flooding = child.tell("flood");
  const abort = new AbortController();
  const seen = [];
  for await (const record of journalStorage(directory).read("a", { follow: abort.signal })) {
    seen.push(record);
    if (seen.length === 2000) abort.abort();
  }
  await flooding;
  await child.kill();
  expect(seen.length).toBeGreaterThanOrEqual(2000);
  expect(seen).toEqual((await readAll(journalStorage(directory))).slice(0, seen.length));
});

it("a follower waits at a torn line and goes on after the next writer has cut it off", async () => {
  const directory = newFolder();
  const storage = journalStorage(directory);
  await (await storage.open("a", header)).close();
  const reader = storage.read("a", { follow: new AbortController().signal })[Symbol.asyncIterator]();
  await reader.next();
  const next = reader.next();
  appendFileSync(journalOf(directory), '{"crc":"00000000","record":{"type":"report","trial":4');
  const writer = await storage.open("a", header);
  await writer.append(report(0));
  expect((await next).value).toEqual(report(0));
  await reader.return?.();
  await writer.close();
});

it("a follower is told that the study is another one now", async () => {
  const directory = newFolder();
  const storage = journalStorage(directory);
  await (await storage.open("a", header)).close();
  const reader = storage.read("a", { follow: new AbortController().signal })[Symbol.asyncIterator]();
  await reader.next();
  const gone = expect(reader.next()).rejects.toMatchObject({ code: "study-not-found" });
  await storage.delete("a");
  await (await storage.open("a", header)).close();
  await gone;
});

it("reading makes, changes and locks nothing", async () => {
  const directory = newFolder();
  await (await journalStorage(directory).open("a", header)).close();
  const torn = `${readFileSync(journalOf(directory), "utf8")}{"crc":`;
  const storage = journalStorage(plantJournal(torn, directory));
  expect(await readAll(storage)).toEqual([header]);
  expect(readFileSync(journalOf(directory), "utf8")).toBe(torn);
  expect(await storage.list()).toEqual(["a"]);
});

it("a folder that is moved keeps its studies, and other folders are none", async () => {
  const [from, to] = [newFolder(), newFolder()];
  await (await journalStorage(from).open("a", header)).close();
  cpSync(from, to, { recursive: true });
  rmSync(from, { recursive: true });
  cpSync(`${to}/a`, `${to}/.hidden`, { recursive: true });
  cpSync(`${to}/a`, `${to}/not a name`, { recursive: true });
  plantJournal("", `${to}/deeper`);
  expect(await journalStorage(to).list()).toEqual(["a"]);
  expect(await readAll(journalStorage(to))).toEqual([header]);
});

it("names the directory when there is no such study, and a file in its place", async () => {
  const directory = newFolder();
  await expect(readAll(journalStorage(`${directory}/none`))).rejects.toThrow(`no study "a" in ${directory}/none`);
  expect(await journalStorage(`${directory}/none`).list()).toEqual([]);
  const file = journalOf(plantJournal("text"));
  await expect(journalStorage(file).list()).rejects.toThrow(StorageError);
  await expect(readAll(journalStorage(file))).rejects.toThrow(/a part of the path is a file.*ENOTDIR/);
});
