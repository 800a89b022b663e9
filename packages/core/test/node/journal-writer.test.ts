import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { StorageError } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { childScript, header, journalOf, newFolder, plantJournal, readAll, report } from "./study-files.js";

const execute = promisify(execFile);

/** Counts the fsyncs that ended, of every file of this process. */
async function countSyncs(): Promise<() => number> {
  const probe = await open(process.execPath);
  const prototype = Object.getPrototypeOf(probe);
  await probe.close();
  const { datasync } = prototype;
  onTestFinished(() => {
    prototype.datasync = datasync;
  });
  let count = 0;
  prototype.datasync = async function (this: unknown) {
    await datasync.call(this);
    count++;
  };
  return () => count;
}

describe("append", () => {
  it("resolves after an fsync of its record", async () => {
    const writer = await journalStorage(newFolder()).open("a", header);
    const syncs = await countSyncs();
    for (let trial = 1; trial <= 10; trial++) {
      await writer.append(report(trial));
      expect(syncs()).toBe(trial);
    }
    await writer.close();
  });

  it("shares an fsync with others that come at once or while one runs", async () => {
    const writer = await journalStorage(newFolder()).open("a", header);
    const syncs = await countSyncs();
    await Promise.all(Array.from({ length: 100 }, (_, trial) => writer.append(report(trial))));
    expect(syncs()).toBe(1);
    const first = writer.append(report(0)).then(() => writer.append(report(1)));
    await Promise.all([first, writer.append(report(2)), writer.append(report(3))]);
    expect(syncs()).toBe(3);
    await writer.close();
  });

  it("refuses everything after a failure, with the same error", async () => {
    const directory = newFolder();
    const writer = await journalStorage(directory).open("a", header);
    await writer.append(report(0));
    const probe = await open(process.execPath);
    const prototype = Object.getPrototypeOf(probe);
    await probe.close();
    const { datasync } = prototype;
    prototype.datasync = () => Promise.reject(Object.assign(new Error("EIO: i/o error"), { code: "EIO" }));
    const appends = [1, 2, 3].map((trial) => writer.append(report(trial)).catch((error: unknown) => error));
    const errors = await Promise.all(appends);
    prototype.datasync = datasync;
    expect(errors[0]).toBeInstanceOf(StorageError);
    expect((errors[0] as Error).message).toContain(`Cannot write "${journalOf(directory)}": EIO`);
    expect(new Set(errors).size).toBe(1);
    await expect(writer.append(report(4))).rejects.toBe(errors[0]);
    await writer.close();
    const next = await journalStorage(directory).open("a", header);
    expect(next.records.slice(0, 2)).toEqual([header, report(0)]);
    await next.close();
  });
});

describe("open", () => {
  it("ignores what a kill while creating left behind", async () => {
    const directory = newFolder();
    mkdirSync(join(directory, "a", "lock.0b1e", "x"), { recursive: true });
    mkdirSync(join(directory, "a", "lock"));
    writeFileSync(`${journalOf(directory)}.new`, '{"crc":"');
    expect(await journalStorage(directory).list()).toEqual([]);
    await (await journalStorage(directory).open("a", header)).close();
    expect(await readAll(journalStorage(directory))).toEqual([header]);
  });

  it("keeps a journal that it cannot continue", async () => {
    const directory = plantJournal("something else\nentirely\n");
    await expect(journalStorage(directory).open("a", header)).rejects.toThrow(/damaged at line 1.*delete the study/);
    expect(readFileSync(journalOf(directory), "utf8")).toBe("something else\nentirely\n");
  });

  it("makes the directory, and says when it cannot", async () => {
    const directory = join(newFolder(), "deep", "er");
    await (await journalStorage(directory).open("a", header)).close();
    expect(readdirSync(directory)).toEqual(["a"]);
    const file = journalOf(directory);
    const error = await journalStorage(file)
      .open("a", header)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StorageError);
    expect((error as Error).message).toMatch(/^Cannot read ".*\/a\/lock": a part of the path is a file; choose/);
  });

  it("keeps its directory when the process changes its own", async () => {
    const script = `import { journalStorage } from "@shac/core/node";
      const storage = journalStorage("relative");
      process.chdir("/");
      console.log(storage.artifacts("a").root);`;
    const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", script], {
      cwd: import.meta.dirname,
    });
    expect(stdout.trim()).toBe(join(import.meta.dirname, "relative", "a", "trials"));
  });
});

const namespace = ["-rm", "sh", "-c"];
const mounts = spawnSync("unshare", [...namespace, "mount -t tmpfs tmpfs /mnt"]).status === 0;

/** What the child prints in a namespace where `directory` is a disk of 64 KiB that `script` prepares. */
function onSmallDisk(directory: string, script: string): unknown {
  const mount = `mount -t tmpfs -o size=64k tmpfs "$2" && ${script}`;
  const output = execFileSync("unshare", [...namespace, mount, process.execPath, childScript, directory]);
  return JSON.parse(output.toString().trim().split("\n").at(-1) as string);
}

describe.skipIf(!mounts)("a disk [needs unshare and the right to mount: run as root or allow user namespaces]", () => {
  it("that is full gives a typed error, and keeps all that was acknowledged", () => {
    const directory = newFolder();
    const { kept, errors, creation, list, reopened } = onSmallDisk(directory, '"$0" "$1" fill "$2"') as {
      kept: number;
      errors: { name: string; message: string }[];
      creation: { name: string; message: string };
      list: string[];
      reopened: [number, number][];
    };
    const path = journalOf(directory);
    const message = `Cannot write "${path}": the disk is full; free some space and go on (ENOSPC).`;
    expect(errors).toMatchObject([{ message }, { message }]);
    expect(creation.message).toMatch(/Cannot write ".*\/b.*": the disk is full/);
    expect(list).toEqual(["a"]);
    expect(kept).toBeGreaterThan(5);
    expect(reopened.slice(1, kept + 1)).toEqual(
      Array.from({ length: kept }, (_, trial) => [trial, `${trial} `.repeat(500).length]),
    );
    expect(reopened.length - kept).toBeLessThanOrEqual(2);
  });

  it("that is read-only is read, and refuses to be written by a typed error", async () => {
    const source = newFolder();
    await (await journalStorage(source).open("a", header)).close();
    const prepare = `cp -r "${source}/a" "$2" && mount -o remount,ro "$2"`;
    const seen = onSmallDisk(newFolder(), `${prepare} && "$0" "$1" readonly "$2"`);
    expect(seen).toMatchObject({ types: ["study"], files: ["journal.jsonl"], error: { code: "storage-failed" } });
    expect(seen).toMatchObject({
      error: { message: expect.stringMatching(/^Cannot write ".*\/a": .*read-only.*EROFS/) },
    });
  });
});
