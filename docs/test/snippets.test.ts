import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { codeBlocks } from "./code-blocks.js";
import { markdownFiles } from "./markdown-files.js";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
/** Inside the workspace, so that the blocks' imports resolve as a user's would. */
const folder = join(root, "docs/.snippets");

const snippets = markdownFiles(root).flatMap((file) =>
  codeBlocks(readFileSync(join(root, file), "utf8")).map((block) => {
    const page = file.replace(/\.md$/, "").replaceAll("/", "-").toLowerCase();
    const name = block.file === undefined ? `${page}-${block.line}` : `${page}/${basename(block.file, ".ts")}`;
    return { ...block, title: `${file}:${block.line}`, name };
  }),
);
let typeErrors: string[] = [];

beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const { name, line, code } of snippets) {
    mkdirSync(join(folder, "run", name), { recursive: true });
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    // The blank lines give the compiler the line numbers of the Markdown file; `export` makes every block a module.
    writeFileSync(join(folder, `${name}.ts`), `export {};${"\n".repeat(line)}${code}`);
  }
  const compilerOptions = {
    composite: false,
    isolatedDeclarations: false,
    declarationMap: false,
    sourceMap: false,
    noUnusedLocals: false,
    rootDir: ".",
    outDir: "dist",
    tsBuildInfoFile: null,
  };
  const config = { extends: "../../tsconfig.base.json", compilerOptions, include: ["*.ts", "docs-*/*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiled = execute("tsc", ["-p", folder, "--pretty", "false"], { cwd: folder });
  typeErrors = await compiled.then(
    () => [],
    (error: { stdout: string }) => error.stdout.trim().split(/\n(?! )/),
  );
});

describe("every TypeScript block of the documentation", () => {
  it("is found, and the compiler complains about nothing else", () => {
    expect(snippets.length).toBeGreaterThan(0);
    expect(typeErrors.filter((error) => !snippets.some(({ name }) => error.startsWith(`${name}.ts(`)))).toEqual([]);
  });

  for (const { title, name, file, noRun, output } of snippets) {
    it(`has right types: ${title}`, () => {
      expect(typeErrors.filter((error) => error.startsWith(`${name}.ts(`))).toEqual([]);
    });

    if (file !== undefined) continue;
    it.skipIf(noRun !== undefined)(`runs: ${title}${noRun === undefined ? "" : ` (not run: ${noRun})`}`, async () => {
      const script = join(folder, "dist", `${name}.js`);
      const { stdout } = await execute(process.execPath, [script], {
        cwd: join(folder, "run", name),
        timeout: 240_000,
      });
      if (output !== undefined) expect(stdout.trim()).toBe(output.trim());
    });
  }
});
