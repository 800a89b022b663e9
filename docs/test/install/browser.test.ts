import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Trial } from "@shac/core";
import { chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packAll } from "./packages.js";
import { Project } from "./project.js";
import { serveRegistry } from "./registry.js";
import { listedSize } from "./sizes.js";

const PROGRAM = "/usr/bin/chromium";

/** A page's module: a search of known end. */
const search = `
  import * as core from "@shac/core";
  const space = core.searchSpace({ rate: core.float(1e-4, 1, { log: true }), depth: core.int(1, 8) });
  const study = new core.Study({ space, totalBudget: 40, numBatches: 4, seed: 3 });
  globalThis.found = study.fit(({ rate, depth }) => Math.abs(Math.log10(rate) + 2) + (depth - 5) ** 2)
    .then(() => ({ ...study.best, all: Object.keys(core).length }));
`;

let project: Project;
let built: string;

beforeAll(async () => {
  const registry = await serveRegistry(await packAll());
  project = await Project.create(registry.url);
  await project.run("npm", ["install", "--no-audit", "--no-fund", "@shac/core"]);
  registry.close();
  await project.write(
    "index.html",
    '<!doctype html><title>search</title><script type="module" src="main.js"></script>',
  );
  await project.write("main.js", search);
  built = join(project.folder, "dist");
  await build({ root: project.folder, configFile: false, logLevel: "error" });
});
afterAll(() => project.remove());

it("core is bundled by vite, all of it, within its listed size", async () => {
  const page = await readFile(join(built, "index.html"), "utf8");
  const script = await readFile(join(built, /src="\/(assets\/[^"]+)"/.exec(page)?.[1] ?? ""));
  const kilobytes = gzipSync(script, { level: 9 }).length / 1000;
  expect(kilobytes).toBeLessThanOrEqual(listedSize("`@shac/core` in a browser"));
});

it.skipIf(!existsSync(PROGRAM))("core searches in a browser [needs chromium: apt-get install chromium]", async () => {
  const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };
  const server = createServer(async ({ url = "/" }, response) => {
    const file = url === "/" ? "index.html" : url;
    const body = await readFile(join(built, file)).catch(() => undefined);
    if (body === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", types[extname(file)] ?? "").end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { state, value, params } = await page.evaluate(
      () => (globalThis as unknown as { found: Promise<Trial<{ rate: number; depth: number }>> }).found,
    );
    expect([state, params.depth]).toEqual(["complete", 5]);
    expect(value).toBeLessThan(0.1);
    expect(value).toBeCloseTo(Math.abs(Math.log10(params.rate) + 2), 12);
  } finally {
    await browser.close();
    server.close();
  }
});
