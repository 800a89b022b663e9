import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import {
  categorical,
  customParameter,
  float,
  int,
  memoryStorage,
  randomSampler,
  type SearchSpace,
  Study,
  type StudyHeader,
  type StudyStorage,
  searchSpace,
  shacSampler,
} from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { essence } from "@shac/core/testing";
import { afterAll, describe, expect, it } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "shac-broken-"));
afterAll(() => rmSync(directory, { recursive: true }));

const space = searchSpace({ x: float(0, 1) });
const options = { name: "unfinished", space, totalBudget: 6, numBatches: 2, seed: 4, sampler: randomSampler() };
const program = fileURLToPath(new URL("unfinished-study.mjs", import.meta.url));

describe("a process that its objective ends", () => {
  it.concurrent.each([
    ["rejects later", 1],
    ["throws later", 1],
    ["never settles", 13],
    ["exits", 7],
    ["is killed", null],
  ])("keeps what was done when it %s, to be gone on with", async (way, status) => {
    const folder = join(directory, way);
    const code = await new Promise((resolve) => {
      const child = execFile(process.execPath, [program, way, folder], () => resolve(child.exitCode));
    });
    expect(code).toBe(status);
    const study = await Study.open(options, { storage: journalStorage(folder) });
    expect(study.trials.map(({ state }) => state)).toEqual(["complete", "complete", "waiting"]);
    const evaluated: number[] = [];
    await study.fit(({ x }, { trial }) => {
      evaluated.push(trial);
      return x;
    });
    await study.close();
    expect(evaluated).toEqual([2, 3, 4, 5]);
    const undisturbed = new Study(options);
    await undisturbed.fit(({ x }) => x);
    expect(essence(study.trials)).toEqual(essence(undisturbed.trials));
  });
});

describe("a space in which there is nothing to find", () => {
  it.each<[string, SearchSpace<never>]>([
    ["one choice", searchSpace({ only: categorical(["this"]) }) as never],
    ["one integer", searchSpace({ only: int(3, 3) }) as never],
    [
      "two points of many parameters",
      searchSpace({ a: int(0, 0), b: categorical([null]), c: float(2, 3, { step: 1 }) }) as never,
    ],
    ["two points", searchSpace({ a: int(0, 1) }) as never],
  ])("is searched to the end: %s", async (_what, few) => {
    for (const relaxChecks of [0, true] as const) {
      const sampler = shacSampler({ relaxChecks, skipCvChecks: relaxChecks === true });
      const study = new Study<never>({ space: few, totalBudget: 60, numBatches: 6, seed: 1, sampler });
      let calls = 0;
      const { stop } = await study.fit(() => calls++ % 7);
      expect(["budget-spent", "space-exhausted"]).toContain(stop);
      expect(await study.predict({ numSamples: 2, relaxChecks: true })).toHaveLength(2);
    }
  });

  it("is searched to the end when every point is as good", async () => {
    const study = new Study({ space, totalBudget: 100, numBatches: 10, seed: 1 });
    expect((await study.fit(() => 0.5)).stop).toBe("budget-spent");
    expect(new Set(study.stages.map(({ state }) => state))).toEqual(new Set(["refused"]));
    expect(study.acceptedVolume).toEqual({ lower: 1, upper: 1 });
    expect(study.best?.number).toBe(0);
  });
});

describe("a saved study that this program cannot go on with", () => {
  async function saved(name: string, of: SearchSpace<never>): Promise<StudyStorage> {
    const storage = journalStorage(join(directory, name));
    const study = await Study.open<never>({ ...options, name, space: of }, { storage });
    await study.fit(() => 1);
    await study.close();
    return storage;
  }

  it("is refused when it is of a newer version, and left as it is", async () => {
    const storage = await saved("newer", space as never);
    const path = join(directory, "newer/newer/journal.jsonl");
    const [first = "", ...lines] = readFileSync(path, "utf8").split("\n");
    const { record } = JSON.parse(first) as { record: StudyHeader };
    const text = JSON.stringify({ ...record, format: 2 });
    const journal = [`{"crc":"${crc32(text).toString(16).padStart(8, "0")}","record":${text}}`, ...lines].join("\n");
    writeFileSync(path, journal);
    const newer = { code: "newer-format", message: expect.stringMatching(/newer version \(format 2.*Upgrade/) };
    await expect(Study.open({ ...options, name: "newer" }, { storage })).rejects.toMatchObject(newer);
    await expect(Study.restore(storage, "newer")).rejects.toMatchObject(newer);
    await expect(new Study({ ...options, name: "newer" }).save(storage)).rejects.toMatchObject(newer);
    expect(readFileSync(path, "utf8")).toBe(journal);
  });

  it("is refused when it has a kind of parameter that is not registered, and can still be shown", async () => {
    const even = customParameter({
      kind: "attack-even",
      cells: ({ count }: { count: number }) => count,
      fromUnit: (u, { count }) => 2 * Math.floor(u * count),
      toUnit: (value: number, { count }) => (value / 2 + 0.5) / count,
    });
    const storage = await saved("custom", searchSpace({ own: even({ count: 8 }) }) as never);
    const path = join(directory, "custom/custom/journal.jsonl");
    const unknown = readFileSync(path, "utf8").replaceAll("attack-even", "attack-odd!");
    const [first = "", ...lines] = unknown.split("\n");
    const text = first.slice(first.indexOf('"record":') + '"record":'.length, -1);
    writeFileSync(
      path,
      [first.replace(/"crc":"\w+"/, `"crc":"${crc32(text).toString(16).padStart(8, "0")}"`), ...lines].join("\n"),
    );
    const study = await Study.restore(storage, "custom");
    expect(study.trials).toHaveLength(6);
    await expect(study.predict()).rejects.toMatchObject({
      code: "invalid-space",
      message: expect.stringMatching(/"attack-odd!" is not registered; import the module/),
    });
  });

  it("is compared with the definition also when another process created it at the same time", async () => {
    const inner = memoryStorage();
    // The other process comes between the look whether there is such a study and its creation.
    const storage: StudyStorage = {
      ...inner,
      async open(name, header, where) {
        if ((await inner.list()).length === 0) {
          const other = await Study.open({ ...options, seed: 99 }, { storage: inner });
          await other.close();
        }
        return inner.open(name, header, where);
      },
    };
    await expect(Study.open(options, { storage })).rejects.toMatchObject({
      code: "study-mismatch",
      message: expect.stringContaining("seed: saved 99, now 4"),
    });
  });
});

describe("a listener that throws what cannot be shown", () => {
  it("is told of and disturbs nothing", async () => {
    const study = new Study(options);
    const notices: string[] = [];
    study.on("trial-started", () => {
      throw Object.create(null);
    });
    study.on("trial-finished", async () => {
      throw Object.defineProperty(new Error("x"), "message", {
        get: () => notices.at(99)?.at(0)?.at(0)?.length.toFixed(-1),
      });
    });
    study.on("notice", ({ message }) => notices.push(message));
    expect((await study.fit(({ x }) => x)).stop).toBe("budget-spent");
    expect(notices).toHaveLength(2);
  });
});
