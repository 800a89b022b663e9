import { execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { readScreen } from "../screen.js";
import { canUseTerminal, createWorkspace, type Finished, finish, type Workspace } from "../workspace.js";

const BIN = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

const execute = promisify(execFile);
const MODULE = '{ "type": "module" }';
const NEEDS_SCRIPT = " (not run: apt-get install bsdutils)";

/** The script of package.json as package managers run it, with more words. */
function tune({ read, script }: Workspace, words: string): Promise<Finished> {
  return script("sh", `${JSON.parse(read("package.json")).scripts.tune} ${words}`);
}

const manifestOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../${name}/package.json`, import.meta.url), "utf8")) as {
    version: string;
    peerDependencies: Record<string, string>;
  };
/** What a study asks for of the packages of this release. */
const RELEASE = `^${manifestOf("cli").version}`;

const rangesOf = (name: string) => manifestOf(name).peerDependencies;

describe.concurrent("shac init", () => {
  const wanted = {
    function: [{ "@shac/core": RELEASE }, { "@shac/cli": RELEASE, "@shac/threading": RELEASE }],
    tensorflow: [
      {
        "@shac/core": RELEASE,
        "@shac/tf-managed": RELEASE,
        "@tensorflow/tfjs": rangesOf("tf-managed")["@tensorflow/tfjs"],
        "@tensorflow/tfjs-backend-wasm": rangesOf("tf-managed")["@tensorflow/tfjs-backend-wasm"],
      },
      { "@shac/cli": RELEASE },
    ],
    onnx: [
      {
        "@shac/core": RELEASE,
        "@shac/onnx": RELEASE,
        "onnxruntime-node": rangesOf("onnx")["onnxruntime-node"],
      },
      { "@shac/cli": RELEASE },
    ],
    command: [{ "@shac/core": RELEASE }, { "@shac/cli": RELEASE }],
  } as const;

  it.each([
    ["function", "study.ts"],
    ["tensorflow", "study.ts"],
    ["onnx", "deployment.ts"],
    ["onnx", "deployment.js"],
    ["command", "src/study.mjs"],
  ] as const)("writes a study of a %s to %s that runs as it is", async (template, file) => {
    const workspace = createWorkspace({}, ["core", "threading", "tf-managed", "onnx"]);
    const { code, stdout } = await workspace.shac("init", file, "--template", template, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).next).toEqual(["npm install", "npm run tune"]);
    const { dependencies, devDependencies } = JSON.parse(workspace.read("package.json"));
    expect([dependencies, devDependencies]).toEqual(wanted[template]);
    const run = await tune(workspace, "--budget 2 --batches 1 --workers 1 --json");
    expect(run.stderr).not.toContain("error");
    const { name, complete, best } = JSON.parse(run.stdout);
    expect([name, complete]).toEqual([file.startsWith("dep") ? "deployment" : "study", 2]);
    expect(best.value).toBeTypeOf("number");
  });

  it("leaves no types in JavaScript", async () => {
    const { path, shac } = createWorkspace();
    await shac("init", "--template", "tensorflow");
    await execute(process.execPath, ["--check", `${path}/study.js`]);
  });

  it("takes the language, the kind of module and the package manager of the project", async () => {
    for (const [files, file, next] of [
      [{ "package.json": MODULE, "tsconfig.json": "{}", "pnpm-lock.yaml": "" }, "study.ts", "pnpm run tune"],
      [{ "package.json": MODULE, "yarn.lock": "" }, "study.js", "yarn run tune"],
      [{ "package.json": '{ "devDependencies": { "typescript": "7" } }', "bun.lock": "" }, "study.mts", "bun run tune"],
      [{ "package.json": '{ "packageManager": "pnpm@12.0.0" }' }, "study.mjs", "pnpm run tune"],
    ] as const) {
      const { path, shac } = createWorkspace(files);
      const { stdout } = await shac("init");
      expect(readdirSync(path)).toContain(file);
      expect(stdout).toContain(`wrote ${file}\nwrote package.json: script tune, dependency @shac/core, `);
      expect(stdout.trim().split("\n").at(-1)?.trim()).toBe(next);
    }
  });

  it("writes an ES module to a project of CommonJS, whatever ending was asked for", async () => {
    const { path, shac, script } = createWorkspace({ "package.json": '{ "type": "commonjs" }' });
    const { stdout } = await shac("init", "my.ts");
    expect(stdout).toContain('wrote my.mts: package.json has no "type": "module"\n');
    expect((await script("sh", "shac run my.mts --budget 2 --batches 1")).code).toBe(0);
    expect((await shac("init", "my.js")).stdout).toContain("wrote my.mjs: ");
    await execute(process.execPath, ["--check", `${path}/my.mjs`]);
  });

  it("leaves out the install where everything is there", async () => {
    const manifest = { type: "module", dependencies: { "@shac/core": "*" }, devDependencies: { "@shac/cli": "*" } };
    const { shac } = createWorkspace({ "package.json": JSON.stringify(manifest) }, ["core", "cli"]);
    const { stdout } = await shac("init", "--template", "command", "--json");
    expect(JSON.parse(stdout).next).toEqual(["npm run tune"]);
  });

  it("makes a package.json where there is none, and speaks as the package manager that runs it", async () => {
    const { path, shac } = createWorkspace();
    rmSync(`${path}/package.json`);
    const { stdout } = await shac("init", "--json");
    expect(JSON.parse(stdout).next).toEqual(["npm install", "npm run tune"]);
    const json = JSON.parse(readFileSync(`${path}/package.json`, "utf8"));
    expect(json).toMatchObject({ private: true, type: "module", scripts: { tune: "shac run study.js" } });
    const child = spawn(process.execPath, [BIN, "init", "other.js"], {
      cwd: path,
      env: { ...process.env, npm_config_user_agent: "yarn/4.9.0 npm/? node/v20.20.2 linux x64" },
    });
    expect((await finish(child)).stdout).toContain("  yarn run tune:other\n");
  });

  it("keeps what is there, unless told otherwise", async () => {
    const before = '{\n\t"type": "module",\n\t"dependencies": {\n\t\t"@shac/core": "^0.1.0"\n\t}\n}\n';
    const { path, shac, read } = createWorkspace({ "package.json": before, "study.js": "// mine\n" });
    const contents = () => readdirSync(path).map((name) => name !== "node_modules" && [name, read(name)]);
    const unchanged = contents();
    const refused = await shac("init");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toBe("error: Already there: study.js. Give another file name, or --force to overwrite.\n");
    expect(contents()).toEqual(unchanged);
    expect((await shac("init", "--force")).code).toBe(0);
    expect(read("study.js")).toContain("defineStudy");
    const manifest = read("package.json");
    expect(manifest).toContain('\n\t"type": "module"');
    expect(JSON.parse(manifest).dependencies).toEqual({ "@shac/core": "^0.1.0" });
    const again = await shac("init", "second.js");
    expect(again.stdout).toContain("wrote package.json: script tune:second\n");
    expect(JSON.parse(read("package.json")).scripts).toEqual({
      tune: "shac run study.js",
      "tune:second": "shac run second.js",
    });
    const lost = await shac("init", "second.js", "--template", "command");
    expect(lost.stderr).toContain("Already there: second.js, the script tune:second of package.json. ");
  });

  it.each([
    [["study.py"], "The name of a study file ends in .ts, .mts, .js, .mjs"],
    [["my study.js"], "by letters, digits, _ and -"],
    [["bad/study.js"], "bad/package.json is not JSON"],
    [["package.json/study.js"], "Cannot write package.json/study.js"],
  ])("refuses in one line, and writes nothing: shac init %s", async (words, message) => {
    const { path, shac } = createWorkspace({
      "bad/package.json": "{",
    });
    const before = readdirSync(path, { recursive: true });
    const { code, stdout, stderr } = await shac("init", ...words);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(stderr).toContain(message);
    expect(readdirSync(path, { recursive: true })).toEqual(before);
  });
});

describe.runIf(canUseTerminal).concurrent(`shac init in a terminal${canUseTerminal ? "" : NEEDS_SCRIPT}`, () => {
  const DOWN = "\u001b[B";

  it("asks, bears with typing errors and second thoughts, and writes what was agreed to", async () => {
    const { read, inTerminal } = createWorkspace();
    const { code, output } = await inTerminal(["init"], {
      columns: 40,
      typing: [
        { when: /A command/, keys: `${DOWN}\r` },
        { when: /which file/, keys: "x\r" },
        { when: /give another name/, keys: "\u007f\r" },
        { when: /tf-managed/, keys: "n" },
        { when: /A command/, keys: `${DOWN}${DOWN}\r` },
        { when: /which file/, keys: "\r" },
        { when: /study-program\.mjs/, keys: "y" },
      ],
    });
    expect(code).toBe(0);
    expect(readScreen(output).join("\n")).toContain("wrote study-program.mjs\n");
    expect(JSON.parse(read("package.json")).scripts.tune).toContain("--command");
  });

  it("writes nothing after Ctrl-C or the end of the input", async () => {
    for (const keys of ["\u0003", "\u0004"]) {
      const { path, inTerminal } = createWorkspace();
      const { code, output } = await inTerminal(["init"], { columns: 80, typing: [{ when: /A command/, keys }] });
      expect([code, output.trim().split("\r\n").at(-1)]).toEqual([
        130,
        expect.stringContaining("Nothing was written."),
      ]);
      expect(readdirSync(path).sort()).toEqual(["node_modules", "package.json"]);
    }
  });
});
