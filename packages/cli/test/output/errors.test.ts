import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BOWL, studyWith } from "../studies.js";
import { createWorkspace } from "../workspace.js";

/** One line, nothing on standard output, and a status of 2. */
function isUsageError({ code, stdout, stderr }: { code: number | null; stdout: string; stderr: string }): string {
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
  return stderr;
}

describe.concurrent("a study file that cannot be used", () => {
  it.each([
    ["missing.ts", undefined, 'There is no study file "missing.ts"; check the path, or write one with: shac init'],
    ["notes.md", "# Notes", "must end in .ts"],
    [
      "broken.js",
      "export default {\n  a: ,\n};",
      "broken.js: failed while it was loaded: SyntaxError: Unexpected token ',' (broken.js:2).",
    ],
    ["broken.ts", "const a: number = ;\n", 'broken.ts: cannot be read: Unexpected ";" (broken.ts:1:19).'],
    ["nothing.js", "export const a = 1;", "nothing.js: has no default export."],
    ["number.js", "export default 1;", "exports number by default."],
    ["nameless.js", "export default { space: { axes: [] }, objective() {} };", "has no name."],
    ["spaceless.js", 'export default { name: "a", objective() {} };', "has no search space."],
    ["aimless.js", 'export default { name: "a", space: { axes: [] } };', "has no objective function."],
    [
      "package.js",
      'import "@no/such/part";',
      'needs the package "@no/such", which is not installed. Run: npm install @no/such',
    ],
    [
      "backend.js",
      studyWith("() => 0", 'backend: async () => (await import("no-such-package")).backend(),'),
      'backend.js needs the package "no-such-package", which is not installed. Run: npm install no-such-package',
    ],
    [
      "factory.js",
      studyWith("() => 0", "backend() { return none; },"),
      "The backend of factory.js failed while it was loaded: ReferenceError: none is not defined (factory.js:",
    ],
    ["import.ts", 'import "./no-such-file.js";', 'imports "no-such-file.js", which does not exist.'],
    [
      "throws.ts",
      "\nthrow new TypeError('no data');",
      "failed while it was loaded: TypeError: no data (throws.ts:2:7).",
    ],
    ["bounds.js", studyWith("() => 0").replace("float(0, 1)", "float(1, 0)"), "bounds.js: "],
  ])("is refused in one line: %s", async (name, text, message) => {
    const { shac } = createWorkspace(text === undefined ? {} : { [name]: text });
    expect(isUsageError(await shac("run", name))).toContain(message);
  });
});

// Node.js that knows TypeScript itself, from 22.18 on, imports the file.
it.skipIf("typescript" in process.features && process.features.typescript)(
  "a study file in JavaScript that imports TypeScript is refused in one line",
  async () => {
    const { shac } = createWorkspace({ "study.js": 'import "./data.ts";', "data.ts": "export const a: number = 1;" });
    expect(isUsageError(await shac("run", "study.js"))).toContain(
      'study.js: imports "data.ts", which is TypeScript; let its own name end in .ts, too.',
    );
  },
);

describe.concurrent("a command line that cannot be carried out", () => {
  it.each([
    [["run"], "Give a study file, or --command and --space."],
    [["run", "--command", "true"], "--command needs a search space"],
    [["run", "--command", "true", "--space", "none.json"], 'Cannot read "none.json"'],
    [["run", "--command", "true", "--space", "bowl.js"], "bowl.js: is not JSON"],
    [["run", "bowl.js", "--space", "bowl.json"], "--space needs --command"],
    [["run", "bowl.js", "--command", "echo {y}"], "has {y}, which is no parameter; the space has x, n, kind."],
    [["run", "bowl.js", "--command", "true", "--backend", "threads"], "are for study files"],
    [["delete", "bowl"], "No study is kept"],
    [["run", "bowl.js", "--bugdet", "3"], "unknown option '--bugdet' (Did you mean --budget?)"],
    [["rnu", "bowl.js"], "unknown command 'rnu' (Did you mean run?)"],
    [["show", "a", "b"], "too many arguments"],
    [["run", "bowl.js", "--budget", "0"], "Give an integer of at least 1."],
    [["run", "bowl.js", "--budget", "1e3"], "Give an integer of at least 1."],
    [["run", "bowl.js", "--budget", "80", "--batches", "7"], "77 or 84"],
    [["run", "bowl.js", "--seed", "-1"], "from 0 to 4294967295"],
    [["run", "bowl.js", "--direction", "up"], "Allowed choices are minimize, maximize."],
    [["run", "bowl.js", "--timeout", "30"], "30s, 5m, 2h"],
    [["run", "bowl.js", "--workers", "0"], "Give an integer of at least 1."],
    [["run", "bowl.js", "--memory-limit", "512"], "512mb or 2gb"],
    [["run", "bowl.js", "--backend", "inline", "--memory-limit", "1gb"], "--backend processes, threads"],
    [["run", "bowl.js", "--tf-backend", "wasm"], "--tf-backend needs --backend tf-managed."],
    [["run", "bowl.js", "--max-gpu-evaluators", "x"], "indices: 2, or 0,2"],
    [["run", "bowl.js", "--max-cpu-evaluators", "0"], "or -1 for as many as there are cores."],
    [["run", "bowl.js", "--backend", "tf-managed", "--workers", "2", "--max-cpu-evaluators", "2"], "give one of them"],
    [["run", "bowl.js", "--lost-after", "5s"], "--lost-after need --backend bullmq."],
    [["run", "bowl.js", "--lost-after", "1s"], "Give a time between 2s and 24d."],
    [["run", "bowl.js", "--command", "true", "--queue", "q"], "need --backend bullmq."],
    [["run", "bowl.js", "--backend", "thread"], 'The backend "thread" is not known'],
    [["run", "bowl.js", "--backend", "./no.js"], 'The backend "./no.js" imports "no.js", which does not exist.'],
    [["run", "bowl.js", "--backend", "./bowl.js"], "must export a function backend"],
    [["run", "bowl.js", "--backend", "threads"], "Run: npm install @shac/threading"],
    [["run", "bowl.js", "--workers", "2"], "Run: npm install @shac/threading"],
    [["run", "bowl.js", "--target", "low"], "Give a finite number."],
    [["run", "--relax-checks", "bowl.js"], "--relax-checks"],
    [["run", "bowl.js", "--sampler", "random", "--early-stop"], "Add --sampler shac."],
    [["run", "bowl.js", "--name", "a/b"], "a/b"],
    [["predict", "bowl", "--samples", "none"], "Give an integer of at least 1."],
    [["show"], "No study is kept"],
  ])("is refused in one line: shac %s", async (words, message) => {
    const { shac } = createWorkspace({ "bowl.js": BOWL });
    expect(isUsageError(await shac(...words))).toContain(message);
  });

  it("leaves a document with --json", async () => {
    const { shac } = createWorkspace();
    const { code, stdout, stderr } = await shac("run", "missing.ts", "--json");
    const message = 'There is no study file "missing.ts"; check the path, or write one with: shac init';
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: { code: "usage", message } });
    expect(stderr).toBe(`error: ${message}\n`);
  });

  it("shows the stack with --verbose", async () => {
    const { shac } = createWorkspace();
    const { stderr } = await shac("run", "missing.ts", "--verbose");
    expect(stderr).toMatch(/^error: There is no study file "missing\.ts"; [^\n]*\n(.*\n)*\s+at /);
  });

  it("gives help with examples", async () => {
    const { shac } = createWorkspace();
    const none = await shac();
    expect([none.code, none.stdout]).toEqual([2, ""]);
    expect(none.stderr).toContain("Usage: shac");
    for (const command of [
      "run",
      "show",
      "list",
      "predict",
      "export",
      "delete",
      "doctor",
      "ask",
      "tell",
      "enqueue",
      "retry",
      "import",
    ]) {
      const { code, stdout } = await shac(command, "--help");
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: shac ${command}`);
      expect(stdout).toMatch(new RegExp(`Examples:\\n {2}\\$ shac ${command}`));
      for (const option of ["--dir", "--json", "--quiet", "--verbose"]) expect(stdout).toContain(option);
    }
  });
});

describe.concurrent("a run that fails", () => {
  it("tells of an objective that always throws, with its stack in the user's file alone", async () => {
    const { shac } = createWorkspace({ "study.js": studyWith("() => {\n    throw new TypeError('no data');\n  }") });
    const { code, stdout, stderr } = await shac("run", "study.js", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      name: "study",
      best: null,
      failed: 10,
      complete: 0,
      error: { code: "too-many-failures", message: expect.stringContaining("no data") },
    });
    expect(stderr).toContain("trial 0 failed, error: TypeError: no data\n");
    expect(stderr).toMatch(/^ {4}at .*study\.js:12:11\)?$/m);
    expect(stderr.match(/^ {4}at .*$/gm)?.filter((frame) => !frame.includes("study.js"))).toEqual([]);
  });

  it("goes on after values that are no numbers, and counts them", async () => {
    const { shac } = createWorkspace({ "study.js": studyWith("({ x }) => (x < 0.3 ? Number.NaN : x)") });
    const { code, stdout, stderr } = await shac("run", "study.js");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^trial \d+ failed, invalid-value: .*NaN.*\n$/);
    expect(stdout).toMatch(/20 of 20 evaluations {2}\d+ failed/);
  });

  it("says that the folder cannot be written", async () => {
    const { shac, path, write } = createWorkspace({ "bowl.js": BOWL });
    write("file", "");
    const inFile = await shac("run", "bowl.js", "--dir", "file/kept");
    expect([inFile.code, inFile.stdout]).toEqual([1, ""]);
    expect(inFile.stderr).toMatch(/^error: .*file\/kept.*\n$/);
    if (process.getuid?.() === 0) return;
    mkdirSync(join(path, "closed"));
    chmodSync(join(path, "closed"), 0o555);
    expect((await shac("run", "bowl.js", "--dir", "closed")).stderr).toMatch(/^error: .*closed.*\n$/);
  });

  it("says where work that the objective left to itself has failed", async () => {
    const { shac } = createWorkspace({
      "study.js": studyWith(`async ({ x }) => {
        setTimeout(() => {
          throw new Error("stray");
        }, 1);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return x;
      }`),
    });
    const { code, stderr } = await shac("run", "study.js");
    expect(code).toBe(1);
    expect(stderr).toMatch(/error: The study file left work to itself that failed: Error: stray\n {4}at .*study\.js/);
    expect(stderr).not.toContain("bug");
  });
});
