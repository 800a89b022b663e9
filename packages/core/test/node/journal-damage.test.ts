import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { createRng, StorageError, type StudyRecord } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { beforeAll, describe, expect, it } from "vitest";
import { header, journalOf, newFolder, plantJournal, readAll, report } from "./study-files.js";

const records: readonly StudyRecord[] = [
  header,
  { type: "proposed", batch: 0, first: 0, points: [[0.5, -0]], params: [{ x: "é\n" }], stages: [], clockMs: 1 },
  report(0),
  { type: "finished", trial: 0, attempt: 1, state: "complete", value: -0, elapsedMs: 0.25, clockMs: 2 },
  report(1),
];
let journal: Buffer;
/** Byte offsets just after each newline. */
let ends: number[];

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), "shac-journal-"));
  const writer = await journalStorage(directory).open("a", header);
  for (const record of records.slice(1)) await writer.append(record);
  await writer.close();
  journal = readFileSync(journalOf(directory));
  rmSync(directory, { recursive: true });
  ends = [...journal].flatMap((byte, i) => (byte === 0x0a ? [i + 1] : []));
});

/** A line as the format's description has it, made without the package. */
const lineOf = (text: string): string => `{"crc":"${crc32(text).toString(16).padStart(8, "0")}","record":${text}}\n`;

const timeout = process.env.SOAK === undefined ? 30_000 : 600_000;

describe("a journal that is cut off", { timeout }, () => {
  it("reads as the whole lines before the cut, wherever it is", async () => {
    expect(ends).toHaveLength(records.length);
    const directory = newFolder();
    const storage = journalStorage(directory);
    for (let length = 0; length <= journal.length; length++) {
      plantJournal(journal.subarray(0, length), directory);
      const whole = ends.filter((end) => end <= length).length;
      if (whole > 0) expect(await readAll(storage), `cut at ${length}`).toEqual(records.slice(0, whole));
      else await expect(readAll(storage)).rejects.toMatchObject({ code: "study-not-found" });
    }
  });

  it("is continued after the last whole line, wherever it is cut", async () => {
    const step = process.env.SOAK === undefined ? 37 : 1;
    const directory = newFolder();
    const storage = journalStorage(directory);
    for (let length = 0; length <= journal.length; length += step) {
      plantJournal(journal.subarray(0, length), directory);
      const good = records.slice(0, Math.max(1, ends.filter((end) => end <= length).length));
      const writer = await storage.open("a", header);
      expect(writer.records, `cut at ${length}`).toEqual(good);
      await writer.append(report(9));
      await writer.close();
      expect(await readAll(storage), `cut at ${length}`).toEqual([...good, report(9)]);
    }
  });
});

describe("a journal with a changed byte", { timeout }, () => {
  it("is refused by file and line and left as it is; only a lost last newline reads as a torn line", async () => {
    const random = createRng(3, "flips");
    const flips = process.env.SOAK === undefined ? 200 : 20_000;
    const directory = newFolder();
    for (let i = 0; i < flips; i++) {
      const at = Math.floor(journal.length * random.next());
      const bytes = Buffer.from(journal);
      bytes[at] = (bytes[at] as number) ^ (1 + Math.floor(255 * random.next()));
      plantJournal(bytes, directory);
      if (at === journal.length - 1) {
        expect(await readAll(journalStorage(directory))).toEqual(records.slice(0, -1));
        continue;
      }
      const read = readAll(journalStorage(directory));
      const error = await read.catch((reason: unknown) => reason);
      expect(error, `byte ${at}`).toBeInstanceOf(StorageError);
      expect(error).toMatchObject({ code: "damaged-journal" });
      const line = ends.findIndex((end) => at < end) + 1;
      expect((error as Error).message).toContain(`"${journalOf(directory)}" is damaged at line ${line}:`);
      if (i % 20 > 0) continue;
      await expect(journalStorage(directory).open("a", header)).rejects.toMatchObject({ code: "damaged-journal" });
      expect(readFileSync(journalOf(directory)).equals(bytes)).toBe(true);
      expect(existsSync(`${directory}/a/lock`)).toBe(false);
    }
  });

  it("says how to keep what is good", async () => {
    const directory = plantJournal(journal.toString().replace("0.25", "0.26"));
    await expect(readAll(journalStorage(directory))).rejects.toThrow(/line 4: .*head -n 3/);
  });
});

describe("the format", () => {
  it("is what its description says, so that journals of this version are read for ever", async () => {
    const text =
      '{"type":"study","format":1,"id":"b7e0c7f4-53a5-4f0b-8a53-0f3a3f3b5f10","name":"a","created":"2026-11-24T12:00:00.000Z","space":{},"direction":"minimize","totalBudget":10,"batchSize":5,"seed":1,"mode":"batch","sampler":{"name":"random","options":{}},"fingerprint":"f"}';
    const golden = `{"crc":"28ce16c1","record":${text}}\n{"crc":"d09a80bc","record":{"type":"report","trial":3,"step":0,"value":-0.0}}\n`;
    expect(await readAll(journalStorage(plantJournal(golden)))).toEqual([
      header,
      { type: "report", trial: 3, step: 0, value: -0 },
    ]);
    expect(journal.toString().split("\n")[0]).toBe(golden.split("\n")[0]);
  });

  it("is JSON a line", () => {
    const lines = journal.toString().trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).record)).toEqual(records);
  });

  it("of a newer version is refused with the version to upgrade to", async () => {
    const storage = journalStorage(plantJournal(lineOf(JSON.stringify({ ...header, format: 2 }))));
    for (const attempt of [readAll(storage), storage.open("a", header)]) {
      await expect(attempt).rejects.toMatchObject({ code: "newer-format" });
      await expect(attempt).rejects.toThrow(/newer version \(format 2.*Upgrade/);
    }
  });

  it("begins with a header and holds records only", async () => {
    const first = JSON.stringify(report(0));
    await expect(readAll(journalStorage(plantJournal(lineOf(first))))).rejects.toThrow(/line 1: a study's header/);
    const bad = lineOf(JSON.stringify(header)) + lineOf("{oops");
    await expect(readAll(journalStorage(plantJournal(bad)))).rejects.toThrow(/line 2: it holds no record/);
  });
});
