import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { studyWith } from "../studies.js";
import { createWorkspace, finish } from "../workspace.js";

/** The files that a call of the program loads, in all its threads and children, as V8's coverage tells. */
async function filesLoadedBy(
  words: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const { path, start } = createWorkspace(files);
  const folder = mkdtempSync(join(path, "coverage-"));
  await finish(start(words, { NODE_V8_COVERAGE: folder }));
  const scripts: readonly { readonly url: string }[] = readdirSync(folder).flatMap(
    (file) => JSON.parse(readFileSync(join(folder, file), "utf8")).result,
  );
  return scripts.map(({ url }) => url).filter((url) => url.startsWith("file:"));
}

it.concurrent.each(["--help", "--version", "run --help", "rnu", "completion bash", "completion bash -- shac show "])(
  "needs neither a study nor another command for: shac %s",
  async (line) => {
    const files = await filesLoadedBy(line.split(" "));
    const commands = files.filter((url) => url.includes("/cli/dist/commands/"));
    expect(commands.filter((url) => !url.endsWith("/completion.js"))).toEqual([]);
    expect(files.filter((url) => url.includes("/core/dist/study/"))).toEqual([]);
    expect(files.length).toBeGreaterThan(10);
    expect(files.length).toBeLessThan(60);
  },
);

it("reads studies without what evaluates, asks, draws or serves them", async () => {
  const files = await filesLoadedBy(["list"]);
  expect(files.filter((url) => /\/core\/dist\/study\/study\.js$/.test(url))).toHaveLength(1);
  const unneeded =
    /\/(dashboard|threading|bullmq|onnx|tf-managed)\/dist\/|\/node_modules\/(@clack|tsx|esbuild|hono|d3-|simple-ascii-chart)/;
  expect(files.filter((url) => unneeded.test(url))).toEqual([]);
  expect(files.filter((url) => url.includes("/cli/dist/commands/"))).toHaveLength(1);
});

it.concurrent.each([
  ["study.js", false],
  ["study.ts", true],
])("loads tsx for a study file in TypeScript alone: %s", async (file, needsTsx) => {
  const files = await filesLoadedBy(["run", file], { [file]: studyWith("({ x }) => x") });
  expect(files.filter((url) => url.endsWith(`/${file}`))).not.toEqual([]);
  expect(files.some((url) => /\/node_modules\/(tsx|esbuild)\//.test(url))).toBe(needsTsx);
});
