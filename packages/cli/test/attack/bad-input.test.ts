import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { finishAfter } from "../interrupt.js";
import { BOWL, studyWith } from "../studies.js";
import { createWorkspace, type Finished, type Workspace } from "../workspace.js";

/** Hashes of all that is kept below a workspace's `.shac`, by path. */
function keptIn({ path }: Workspace): Readonly<Record<string, string>> {
  const root = join(path, ".shac");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  const files = names.filter((name) => statSync(join(root, name)).isFile());
  const hash = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(join(root, name)))
      .digest("hex");
  return Object.fromEntries(files.map((name) => [name, hash(name)]));
}

/** A workspace in which the study `bowl` is finished. */
async function withSaved(files: Readonly<Record<string, string>>): Promise<Workspace> {
  const workspace = createWorkspace({ ...files, "bowl.js": BOWL });
  expect((await workspace.shac("run", "bowl.js", "--sampler", "random", "--quiet")).code).toBe(0);
  return workspace;
}

function expectRefusal({ code, stdout, stderr }: Finished, exitCode: number, message: string): void {
  expect([code, stdout]).toEqual([exitCode, ""]);
  expect(stderr).toMatch(/^error: /);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(stderr).toContain(message);
}

const CUSTOM = `
import { customParameter, defineStudy, searchSpace } from "@shac/core";
const power = customParameter({ kind: "power", fromUnit: (u) => 2 ** Math.floor(8 * u), toUnit: (x) => Math.log2(x) / 8 });
export default defineStudy({ name: "custom", space: searchSpace({ size: power({}) }), totalBudget: 20, numBatches: 2,
  seed: 1, objective: ({ size }) => size });`;

const spaceFile = (parameter: object): string => JSON.stringify({ parameters: [{ name: "x", ...parameter }] });

describe("nothing saved is harmed by", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await withSaved({
      "broken.ts": "export default {",
      "silent.js": "export const a = 1;",
      "other.js": BOWL.replace("float(-5, 5)", "float(-5, 6)"),
      "custom.json": spaceFile({ kind: "power" }),
      "empty.json": '{ "parameters": [] }',
    });
  });

  it.each([
    ["a file that is missing", "none.ts", "There is no study file"],
    ["a file that is broken", "broken.ts", "broken.ts: cannot be read"],
    ["a file without a default export", "silent.js", "has no default export"],
    ["an option that is unknown", "bowl.js --budgte 90", "unknown option '--budgte'"],
    ["a budget of zero", "bowl.js --budget 0", "Give an integer of at least 1."],
    ["a budget that the batches do not divide", "bowl.js --budget 85", "adds no whole batches of 20; 100 would"],
    ["a budget below the one that is spent", "bowl.js --budget 40", "saved 80, now 40, and it cannot be lowered"],
    ["another space under the same name", "other.js", "was saved with other settings"],
    [
      "a custom kind that is not registered",
      "--space custom.json --command true",
      'its kind "power" is not registered',
    ],
    ["a space without a parameter", "--space empty.json --command true", "no search space"],
  ])("%s", async (_, line, message) => {
    const before = keptIn(workspace);
    expectRefusal(await workspace.shac("run", ...line.split(" ")), 2, message);
    expect(keptIn(workspace)).toEqual(before);
  });

  it("a saved custom kind that is not registered: what needs it says so, the rest works", async () => {
    const workspace = createWorkspace({ "custom.ts": CUSTOM });
    expect((await workspace.shac("run", "custom.ts", "--quiet")).code).toBe(0);
    const before = keptIn(workspace);
    expectRefusal(await workspace.shac("predict", "custom"), 2, "custom parameters. Give the study file");
    for (const words of [
      ["ask", "custom"],
      ["enqueue", "custom", '{"size": 4}'],
    ]) {
      expectRefusal(await workspace.shac(...words), 2, 'its kind "power" is not registered; import the module');
    }
    expect((await workspace.shac("show", "custom")).stdout).toMatch(/^custom {2}minimize {2}20 of 20/);
    expect(JSON.parse((await workspace.shac("export", "custom", "--json")).stdout)).toHaveLength(20);
    expect((await workspace.shac("predict", "custom.ts", "--json")).code).toBe(0);
    expect(keptIn(workspace)).toEqual(before);
  });

  it("a journal of a newer version", async () => {
    const workspace = await withSaved({});
    const path = ".shac/bowl/journal.jsonl";
    const [header = "", ...lines] = workspace.read(path).split("\n");
    for (const [what, text, message] of [
      ["format", [reseal(header, (record) => ({ ...record, format: 2 })), ...lines].join("\n"), "newer version"],
      [
        "record",
        `${workspace.read(path)}${reseal(header, () => ({ type: "moved", to: "elsewhere" }))}\n`,
        "newer version",
      ],
    ] as const) {
      workspace.write(path, text);
      const before = keptIn(workspace);
      for (const words of [
        ["show", "bowl"],
        ["run", "bowl.js", "--budget", "120"],
        ["ask", "bowl"],
        ["export", "bowl"],
        ["retry", "bowl", "--failed"],
      ]) {
        const { code, stdout, stderr } = await workspace.shac(...words);
        expect([what, words, code, stdout]).toEqual([what, words, 1, ""]);
        expect(stderr).toMatch(/^error: [^\n]*\n$/);
        expect(stderr).toContain(message);
      }
      expect(keptIn(workspace)).toEqual(before);
    }
  });
});

describe.concurrent("a search that has little to go by", () => {
  it.each([
    ["categorical", { kind: "categorical", choices: ["only"] }, "only"],
    ["int", { kind: "int", low: 3, high: 3 }, 3],
    ["ordinal", { kind: "ordinal", choices: [null] }, null],
  ])("ends after the one point of a space with one value: %s", async (_, parameter, value) => {
    const { shac } = createWorkspace({ "one.json": spaceFile(parameter) });
    const { code, stdout } = await shac("run", "--space", "one.json", "--command", "echo 1", "--json");
    const { stop, best, complete, failed } = JSON.parse(stdout);
    expect({ code, stop, params: best.params, failed }).toEqual({
      code: 0,
      stop: "space-exhausted",
      params: { x: value },
      failed: 0,
    });
    expect(complete).toBeLessThanOrEqual(10);
  });

  it("goes through with a constant objective, and says why nothing was learnt", async () => {
    const { shac } = createWorkspace({ "study.js": studyWith("() => 7") });
    const { code, stdout } = await shac("run", "study.js", "--sampler", "shac", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      stop: "budget-spent",
      complete: 20,
      failed: 0,
      best: { number: 0, value: 7 },
    });
    const shown = await shac("show", "study");
    expect(shown.stdout).toMatch(/1 {2}refused {2}.*better/);
  });
});

describe.concurrent("a study whose objective gives", () => {
  it.each([
    ["a string", '() => "0.5"', 'invalid-value: The objective gave "0.5"; it must return a finite number'],
    ["NaN", "() => Number.NaN", "invalid-value: The objective gave NaN; it must be a finite number."],
    ["nothing", "() => {}", "invalid-value: The objective gave undefined"],
    ["an error each time", '() => { throw new RangeError("no data"); }', "error: RangeError: no data"],
  ])("%s fails in one batch, keeps it, and goes on once it is mended", async (_, objective, message) => {
    const { shac, write } = createWorkspace({ "study.js": studyWith(objective) });
    const { code, stdout, stderr } = await shac("run", "study.js", "--json");
    expect(code).toBe(1);
    expect(stderr).toContain(`trial 0 failed, ${message}`);
    expect(stderr).toMatch(/\nerror: All 10 trials of batch 1 failed[^\n]*\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ failed: 10, best: null, error: { code: "too-many-failures" } });
    write("study.js", studyWith("({ x }) => x"));
    const mended = await shac("run", "study.js", "--json");
    expect(JSON.parse(mended.stdout)).toMatchObject({ failed: 10, complete: 10, stop: "budget-spent" });
  });

  it("a promise that never settles ends at its time limit, or at Ctrl-C, and keeps what was finished", async () => {
    const objective = "({ x }, { trial }) => (trial < 3 ? x : new Promise(() => {}))";
    const { shac, start } = createWorkspace({ "study.js": studyWith(objective) }, ["core", "threading"]);
    const ended = await finishAfter(
      start(["run", "study.js", "--workers", "1", "--timeout", "1s", "--json"]),
      /trial 3 failed, timeout: .*1000 ms/,
      "SIGINT",
    );
    expect(ended.code).toBe(130);
    expect(JSON.parse(ended.stdout)).toMatchObject({ complete: 3, stop: "interrupted" });
    expect(JSON.parse((await shac("show", "--json")).stdout)).toMatchObject({ complete: 3 });
  });
});

/** A journal's line with another record in it, and the checksum that belongs to it. */
function reseal(line: string, change: (record: object) => object): string {
  const text = JSON.stringify(change((JSON.parse(line) as { readonly record: object }).record));
  return `{"crc":"${crc32(text).toString(16).padStart(8, "0")}","record":${text}}`;
}
