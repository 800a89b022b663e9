import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { categorical, createRng, float, ShacError, Study, searchSpace, shacSampler } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { essence } from "@shac/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guardAgainstHangs } from "./hang-guard.js";

const directory = mkdtempSync(join(tmpdir(), "shac-damaged-"));
afterAll(() => rmSync(directory, { recursive: true }));

const path = join(directory, "damaged/journal.jsonl");
const storage = journalStorage(directory);
const soak = process.env.SOAK !== undefined;

const space = searchSpace({ x: float(-1, 1), kind: categorical(["a", "é", null]) });
const definition = {
  name: "damaged",
  space,
  totalBudget: 24,
  numBatches: 4,
  seed: 2,
  sampler: shacSampler({ skipCvChecks: true, booster: { rounds: 10 } }),
};

let journal: Buffer;
let undisturbed: unknown[];

/** Opens the study and runs it to its end; its trials. */
async function runToEnd(): Promise<unknown[]> {
  const study = await Study.open(definition, { storage });
  try {
    await study.fit(({ x, kind }, { trial, report }) => {
      report(0, x);
      if (trial % 7 === 3) throw new Error("no luck");
      return x * x + (kind === null ? 0 : 1);
    });
    return essence(study.trials);
  } finally {
    await study.close();
  }
}

function plant(bytes: Buffer | string): void {
  mkdirSync(join(directory, "damaged"), { recursive: true });
  writeFileSync(path, bytes);
}

beforeAll(async () => {
  undisturbed = await runToEnd();
  journal = readFileSync(path);
});

guardAgainstHangs();

describe("a study whose journal is damaged", () => {
  it("is refused by file and line after a change of any byte, and left as it is", async () => {
    const random = createRng(6, "flips");
    for (let i = 0; i < (soak ? 2000 : 100); i++) {
      const at = random.below(journal.length - 1);
      const bytes = Buffer.from(journal);
      bytes[at] = (bytes[at] as number) ^ (1 + random.below(255));
      plant(bytes);
      const line = journal.subarray(0, at).toString("latin1").split("\n").length;
      const refused = {
        code: "damaged-journal",
        message: expect.stringContaining(`"${path}" is damaged at line ${line}:`),
      };
      await expect(Study.open(definition, { storage }), `byte ${at}`).rejects.toMatchObject(refused);
      await expect(Study.restore(storage, "damaged"), `byte ${at}`).rejects.toMatchObject(refused);
      expect(readFileSync(path).equals(bytes)).toBe(true);
      expect(existsSync(join(directory, "damaged/lock"))).toBe(false);
    }
  });

  it("is refused, or gone on with to the very same end, when whole lines are lost, doubled or exchanged", async () => {
    const random = createRng(7, "lines");
    const whole = journal.toString().split(/(?<=\n)/);
    let refusals = 0;
    const times = soak ? 1000 : 50;
    for (let i = 0; i < times; i++) {
      const lines = [...whole];
      const [from, to] = [1 + random.below(lines.length - 1), 1 + random.below(lines.length - 1)];
      const edit = ["lost", "doubled", "exchanged"][random.below(3)];
      if (edit === "lost") lines.splice(from, 1);
      else if (edit === "doubled") lines.splice(to, 0, lines[from] as string);
      else [lines[from], lines[to]] = [lines[to] as string, lines[from] as string];
      plant(lines.join(""));
      try {
        expect(await runToEnd(), `line ${from + 1} ${edit}, ${to + 1}`).toEqual(undisturbed);
      } catch (error) {
        if (!ShacError.isInstance(error)) throw error;
        expect(error.code).toBe("storage-failed");
        expect(error.message).toMatch(/the records of this study are damaged|begin with its header/);
        refusals++;
      }
    }
    expect(refusals).toBeGreaterThan(times / 10);
    expect(refusals).toBeLessThan(times);
  });

  it("is refused or gone on with when a block of it was never written", async () => {
    for (let at = 0; at < journal.length; at += soak ? 64 : 1024) {
      const bytes = Buffer.from(journal).fill(0, at, Math.min(at + 512, journal.length));
      plant(bytes);
      // Nothing follows the last newline that is left: that is a torn line.
      if (!bytes.subarray(at).includes(0x0a)) expect(await runToEnd(), `byte ${at}`).toEqual(undisturbed);
      else await expect(runToEnd(), `byte ${at}`).rejects.toMatchObject({ code: "damaged-journal" });
    }
  });
});
