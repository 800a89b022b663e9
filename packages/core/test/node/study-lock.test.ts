import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createRng, StorageError, StudyLockedError } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { childScript, header, JournalChild, lockOwner, newFolder, plantLock, readAll, report } from "./study-files.js";

const hasProc = existsSync("/proc/self/stat");
/** A pid that no process has: above the largest that Linux gives. */
const DEAD_PID = 2 ** 22 + 1;
const since = "2026-11-24T12:00:00.000Z";

const timeout = process.env.SOAK === undefined ? 30_000 : 600_000;

function newChild(directory: string): JournalChild {
  const child = new JournalChild(directory);
  onTestFinished(() => child.kill());
  return child;
}

const opens = async (directory: string): Promise<void> => (await journalStorage(directory).open("a", header)).close();

describe("a study that another process writes", { timeout }, () => {
  it("is refused by pid, host and time until that process closes it", async () => {
    const directory = newFolder();
    const child = newChild(directory);
    expect(await child.tell("open")).toBe("opened");
    const error = await opens(directory).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StudyLockedError);
    expect(error).toMatchObject({ pid: child.process.pid, host: hostname(), code: "study-locked" });
    expect((error as Error).message).toContain(`process ${child.process.pid} on ${hostname()} since 20`);
    await expect(journalStorage(directory).delete("a")).rejects.toThrow(StudyLockedError);
    const waiting = journalStorage(directory).open("a", header, { waitMs: 20_000 });
    expect(await child.tell("close")).toBe("closed");
    await (await waiting).close();
  });

  it("opens at once, with all that was acknowledged, when that process is killed, time after time", async () => {
    const directory = newFolder();
    const random = createRng(1, "kills");
    for (let round = 0; round < 6; round++) {
      const child = newChild(directory);
      await child.tell("open");
      let kept = (await child.tell("flood")) as number;
      child.process.on("message", (count: number) => {
        kept = count;
      });
      const stopAt = kept + Math.floor(200 * random.next());
      while (kept < stopAt) await new Promise((resolve) => child.process.once("message", resolve));
      await child.kill();
      const writer = await journalStorage(directory).open("a", header);
      expect(writer.records.length).toBeGreaterThanOrEqual(kept);
      await writer.close();
    }
  });

  it.skipIf(!hasProc)(
    "opens when that process is dead but its parent has not noticed [needs /proc: Linux]",
    async () => {
      const directory = newFolder();
      // After exec the parent is a sleep, which never asks for the end of its children.
      const script = '"$0" "$1" hold "$2" & exec sleep 60';
      const parent = spawn("sh", ["-c", script, process.execPath, childScript, directory]);
      onTestFinished(() => void parent.kill("SIGKILL"));
      await new Promise((resolve) => parent.stdout.once("data", resolve));
      const locked = (await opens(directory).catch((error: unknown) => error)) as StudyLockedError;
      process.kill(locked.pid, "SIGKILL");
      await (await journalStorage(directory).open("a", header, { waitMs: 10_000 })).close();
    },
  );
});

describe("of many processes that find a stale lock", { timeout }, () => {
  it("one takes it over, each time", async () => {
    const directory = newFolder();
    await opens(directory);
    const children = Array.from({ length: 6 }, () => newChild(directory));
    const rounds = process.env.SOAK === undefined ? 10 : 300;
    for (let round = 0; round < rounds; round++) {
      plantLock(directory, { pid: DEAD_PID, host: hostname(), since });
      const answers = await Promise.all(children.map((child) => child.tell("open")));
      const winners = children.filter((_, i) => answers[i] === "opened");
      expect(winners.length, JSON.stringify(answers)).toBe(1);
      expect(answers.filter((answer) => (answer as { code?: string }).code === "study-locked")).toHaveLength(5);
      await winners[0]?.tell("close");
    }
    expect(readdirSync(join(directory, "a"))).toEqual(["journal.jsonl"]);
  });
});

describe("a lock", () => {
  it("says who holds it and is gone after close", async () => {
    const directory = newFolder();
    const writer = await journalStorage(directory).open("a", header);
    expect(lockOwner(directory)).toMatchObject({ pid: process.pid, host: hostname() });
    await writer.close();
    expect(readdirSync(join(directory, "a"))).toEqual(["journal.jsonl"]);
  });

  it.skipIf(!hasProc)(
    "of an earlier process with this pid, or an earlier start of the machine, is taken over [needs /proc: Linux]",
    async () => {
      const directory = newFolder();
      const writer = await journalStorage(directory).open("a", header);
      const own = lockOwner(directory);
      await writer.close();
      for (const owner of [
        { ...own, start: "1" },
        { ...own, boot: "another" },
      ]) {
        plantLock(directory, owner);
        await opens(directory);
      }
      plantLock(directory, own);
      await expect(opens(directory)).rejects.toThrow(StudyLockedError);
    },
  );

  it("of a process of which only the pid is known is respected as long as there is such a process", async () => {
    const directory = newFolder();
    plantLock(directory, { pid: process.ppid, host: hostname(), since });
    await expect(opens(directory)).rejects.toThrow(StudyLockedError);
  });

  it("of another host is respected until the user opens it", async () => {
    const directory = newFolder();
    await opens(directory);
    plantLock(directory, { pid: DEAD_PID, host: "elsewhere", since });
    const refused = { pid: DEAD_PID, host: "elsewhere", since };
    await expect(opens(directory)).rejects.toMatchObject(refused);
    expect(await readAll(journalStorage(directory))).toEqual([header]);
    await journalStorage(directory).unlock("a");
    await journalStorage(directory).unlock("a");
    await opens(directory);
  });

  it("of a process of this host cannot be opened by the user", async () => {
    const directory = newFolder();
    const writer = await journalStorage(directory).open("a", header);
    await expect(journalStorage(directory).unlock("a")).rejects.toThrow(StudyLockedError);
    await writer.append(report(0));
    await writer.close();
  });

  it("that was taken away stops its writer before it writes into another's journal", async () => {
    const directory = newFolder();
    const first = await journalStorage(directory).open("a", header);
    rmSync(join(directory, "a", "lock"), { recursive: true });
    const second = await journalStorage(directory).open("a", header);
    await expect(first.append(report(0))).rejects.toThrow(/removed or taken over/);
    await first.close();
    await second.append(report(1));
    await second.close();
    expect(await readAll(journalStorage(directory))).toEqual([header, report(1)]);
  });

  it("that nobody can read is refused with the mend", async () => {
    const directory = newFolder();
    mkdirSync(join(directory, "a", "lock"), { recursive: true });
    writeFileSync(join(directory, "a", "lock", "x.json"), "");
    const error = await opens(directory).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StorageError);
    expect((error as Error).message).toContain(`"${join(directory, "a", "lock")}" is damaged; remove it`);
  });
});
