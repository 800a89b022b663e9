import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StudyHeader, StudyRecord, StudyStorage } from "@shac/core";
import { onTestFinished } from "vitest";

/** A new folder that is removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "shac-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const journalOf = (directory: string): string => join(directory, "a", "journal.jsonl");

export const header: StudyHeader = {
  type: "study",
  format: 1,
  id: "b7e0c7f4-53a5-4f0b-8a53-0f3a3f3b5f10",
  name: "a",
  created: "2026-11-24T12:00:00.000Z",
  space: {},
  direction: "minimize",
  totalBudget: 10,
  batchSize: 5,
  seed: 1,
  mode: "batch",
  sampler: { name: "random", options: {} },
  fingerprint: "f",
};

export const report = (trial: number): StudyRecord => ({ type: "report", trial, step: 0, value: trial / 7 });

export async function readAll(storage: StudyStorage): Promise<StudyRecord[]> {
  const records: StudyRecord[] = [];
  for await (const record of storage.read("a")) records.push(record);
  return records;
}

/** Makes a study whose journal has exactly these bytes. */
export function plantJournal(bytes: string | Uint8Array, directory: string = newFolder()): string {
  mkdirSync(join(directory, "a"), { recursive: true });
  writeFileSync(journalOf(directory), bytes);
  return directory;
}

/** Makes a lock of study `a` with this content, as its owner would have left it. */
export function plantLock(directory: string, owner: object): void {
  mkdirSync(join(directory, "a", "lock"), { recursive: true });
  writeFileSync(join(directory, "a", "lock", `${randomUUID()}.json`), JSON.stringify(owner));
}

/** Content of the lock of study `a`. */
export function lockOwner(directory: string): Record<string, unknown> {
  const lock = join(directory, "a", "lock");
  return JSON.parse(readFileSync(join(lock, readdirSync(lock)[0] as string), "utf8"));
}

export const childScript: string = fileURLToPath(new URL("journal-child.mjs", import.meta.url));

/** Another process with a journal storage at `directory`, which does what it is told. */
export class JournalChild {
  readonly process: ChildProcess;

  constructor(directory: string) {
    this.process = fork(childScript, ["serve", directory]);
  }

  /** What the process answers to `command`. */
  async tell(command: "open" | "close" | "flood"): Promise<unknown> {
    const answer = once(this.process, "message");
    this.process.send(command);
    return (await answer)[0];
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await exit;
  }
}
