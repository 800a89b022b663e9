import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { float, randomSampler, StorageError, Study, searchSpace } from "@shac/core";
import { csvLogger } from "@shac/core/node";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "shac-log-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = (file: string) =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));

const create = () =>
  new Study({
    space: searchSpace({ x: float(0, 1) }),
    totalBudget: 8,
    numBatches: 4,
    seed: 1,
    sampler: randomSampler(),
  });

describe("csvLogger", () => {
  it("writes a line a batch as it is finished, which tells what the history tells", async () => {
    const file = join(folder, "log.csv");
    const study = create();
    csvLogger(study, file);
    const lines: number[] = [];
    study.on("batch-finished", () => lines.push(rowsOf(file).length - 1));
    await study.fit(({ x }, { trial }) => (trial < 2 || trial === 4 ? x : Number.NaN), { maxFailures: 8 });
    expect(lines).toEqual([1, 2, 3, 4]);
    const [header = [], ...rows] = rowsOf(file);
    const read = rows.map((row) =>
      Object.fromEntries(header.map((name, i) => [name, row[i] === "" ? undefined : Number(row[i])])),
    );
    expect(read).toEqual(
      study.history.batches.map(({ acceptedVolume: { lower, upper }, best, mean, ...rest }) => ({
        ...rest,
        best,
        mean,
        acceptedVolumeLower: lower,
        acceptedVolumeUpper: upper,
      })),
    );
    expect(read.map(({ failed, best }) => [failed, best === undefined])).toEqual([
      [0, false],
      [2, true],
      [1, false],
      [2, true],
    ]);
  });

  it("begins the file anew, or goes on in it, until it is ended", async () => {
    const file = join(folder, "again.csv");
    for (const append of [true, true, false, true]) {
      const study = create();
      const end = csvLogger(study, file, { append });
      await study.fit(({ x }) => x);
      end();
      await study.fit(({ x }) => x);
    }
    expect(rowsOf(file).map(([first]) => first)).toEqual(["batch", "0", "1", "2", "3", "0", "1", "2", "3"]);
  });

  it("refuses a file that cannot be written", () => {
    expect(() => csvLogger(create(), join(folder, "nowhere", "log.csv"))).toThrow(StorageError);
  });
});
