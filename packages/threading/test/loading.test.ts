import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { BackendClosedError, BackendError } from "@shac/core";
import { processBackend, threadBackend } from "@shac/threading";
import { afterAll, describe, expect, it } from "vitest";
import { rejection, withBackend } from "./with-backend.js";

const kinds = { threads: threadBackend, processes: processBackend };
const folder = realpathSync(mkdtempSync(join(tmpdir(), "shac-loading-")));
afterAll(() => rmSync(folder, { recursive: true }));

/** Path of a new file below the folder, relative to a package of its own. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

write("esm/package.json", '{ "type": "module" }');
write("cjs/package.json", "{}");
const objective = write("esm/objective.js", "export default ({ x }) => x + 1;");
const study = "export default { name: 'a', objective: ({ x }: { x: number }): number => x + Level.one };";
const typescript = `import { Level } from "./level.js";\n${study}`;
for (const kind of ["esm", "cjs"]) {
  write(`${kind}/level.ts`, "export enum Level { one = 1 }");
  write(`${kind}/study.ts`, typescript);
}

const modules = {
  "a path": objective,
  "a URL": pathToFileURL(objective),
  "the text of a URL": pathToFileURL(objective).href,
  "a study definition": write("esm/study.js", "export default { name: 'a', objective: ({ x }) => x + 1 };"),
  "CommonJS that was compiled from an ES module": write(
    "cjs/compiled.js",
    "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = ({ x }) => x + 1;",
  ),
  "TypeScript in a package of ES modules": join(folder, "esm/study.ts"),
  "TypeScript in a package that says nothing": join(folder, "cjs/study.ts"),
};

/** The objective waits in its module's own code for ever. */
const endless = write(
  "esm/endless.js",
  "setInterval(() => {}, 1000); await new Promise(() => {}); export default () => 0;",
);

describe.each(Object.entries(kinds))("%s", (_, create) => {
  it.each(Object.entries(modules))("take %s", (_, module) =>
    withBackend(create(module, { workers: 1 }), async (evaluate) => {
      expect((await evaluate({ x: 4 }).result).value).toBe(5);
    }),
  );

  it.each([
    ["is not there", join(folder, "esm/none.js"), /none\.js cannot be used: Cannot find module/],
    [
      "has a syntax error",
      write("esm/syntax.js", "export default ("),
      /syntax\.js cannot be used: Unexpected end of input/,
    ],
    ["throws", write("esm/throws.js", "throw new Error('no GPU')"), /throws\.js cannot be used: no GPU$/],
    ["exports nothing by default", write("esm/named.js", "export const a = 1;"), /it has no default export/],
    ["exports no objective", write("esm/other.js", "export default { a: 1 };"), /it exports an object without an obj/],
    ["exits", write("esm/exits.js", "process.exit(0);"), /exited with code 0 while it loaded .*exits\.js/],
    [
      "throws outside of its own code",
      write("esm/later.js", "setImmediate(() => { throw new Error('late'); }); await new Promise(() => {});"),
      /later\.js threw: late/,
    ],
  ])("say at open() in one line that a module %s", async (_, module, message) => {
    const backend = create(module, { workers: 2 });
    const error = await rejection(backend.open({ id: "a", name: "a", fingerprint: "" }, () => {}));
    expect(error).toBeInstanceOf(BackendError);
    expect((error as BackendError).retryable).toBe(false);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
    await backend.close();
  });

  it("close() ends the loading of a module that never ends", async () => {
    const backend = create(endless, { workers: 1 });
    const opening = rejection(backend.open({ id: "a", name: "a", fingerprint: "" }, () => {}));
    await new Promise((resolve) => setImmediate(resolve));
    await backend.close();
    expect(await opening).toBeInstanceOf(BackendClosedError);
  });
});

it("a TypeScript module that neither Node nor tsx can load is an error that says what to install", async () => {
  const packages = join(folder, "node_modules/@shac");
  for (const name of ["core", "threading"]) {
    const from = dirname(fileURLToPath(import.meta.resolve(`@shac/${name}/package.json`)));
    for (const part of ["package.json", "dist"])
      cpSync(join(from, part), join(packages, name, part), { recursive: true });
  }
  const program = write(
    "program.mjs",
    `import { processBackend } from "@shac/threading";
    Object.defineProperty(process.features, "typescript", { value: false });
    const backend = processBackend("esm/study.ts");
    await backend.open({ id: "a", name: "a", fingerprint: "" }, () => {}).catch(({ code, message }) => console.log(code, message));
    await backend.close();`,
  );
  // pnpm makes its own packages known to everybody by NODE_PATH.
  const env = { ...process.env, NODE_PATH: "" };
  const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd: folder, env });
  expect(stdout).toMatch(/^missing-dependency .*study\.ts.* needs the package "tsx".*npm install tsx\n$/);
});
