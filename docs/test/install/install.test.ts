import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { codeBlocks } from "../code-blocks.js";
import { packAll, read } from "./packages.js";
import { Project } from "./project.js";
import { serveRegistry } from "./registry.js";

/** By major version; that of this process is itself. */
const nodes = Object.entries({
  ...inject("otherNodes"),
  [process.versions.node.split(".")[0] as string]: process.execPath,
});
/** The first program of a README, as it stands there. */
const example = (name: string) => codeBlocks(read(`packages/${name}/README.md`))[0] ?? expect.fail(name);
const examples = { core: example("core"), threading: example("threading") };

let registry: Awaited<ReturnType<typeof serveRegistry>>;

beforeAll(async () => {
  registry = await serveRegistry(await packAll());
});
afterAll(() => registry.close());

describe.each([
  { install: "npm install --no-audit --no-fund", typescript: "5.9" },
  { install: "pnpm add", typescript: "7" },
])("an empty project after $install of core and one backend, with TypeScript $typescript", (given) => {
  let project: Project;

  /** Compiles the examples as a user of this setting would. */
  const compile = (module: string, moduleResolution: string, ...more: string[]): Promise<string> => {
    // The compiler's own libraries take most of the time, and are not what is tested.
    const options = ["--strict", "--skipDefaultLibCheck", "--target", "es2022", "--types", "node", "--module", module];
    const all = [...options, "--moduleResolution", moduleResolution, ...more, "core.ts", "threading.ts"];
    return project.run("node_modules/.bin/tsc", all);
  };

  beforeAll(async () => {
    project = await Project.create(registry.url);
    const [manager = "", ...args] = given.install.split(" ");
    const development = [`typescript@${given.typescript}`, "@types/node@20"];
    await project.run(manager, [...args, "@shac/core", "@shac/threading", ...development]);
    for (const [name, { code }] of Object.entries(examples)) await project.write(`${name}.ts`, `export {};\n${code}`);
    await compile("nodenext", "nodenext", "--outDir", "out");
  });
  afterAll(() => project.remove());

  it.each([
    ["node16", "node16"],
    ["esnext", "bundler"],
  ])("has the types of module %s, moduleResolution %s", async (module, moduleResolution) => {
    await compile(module, moduleResolution, "--noEmit");
  });

  for (const [major, node] of nodes) {
    it.skipIf(!existsSync(node))(
      `runs the first example of each README on Node ${major} [needs node ${major}: npm test fetches it]`,
      async () => {
        for (const [name, { output }] of Object.entries(examples)) {
          expect((await project.run(node, [`out/${name}.js`])).trim()).toBe(output?.trim());
        }
      },
    );
  }

  it("serves a CommonJS module through import()", async () => {
    await project.write("use.cjs", 'import("@shac/core").then(({ float }) => console.log(typeof float(0, 1)));');
    expect(await project.run(process.execPath, ["use.cjs"])).toBe("object\n");
  });
});
