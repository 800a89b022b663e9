import { execFileSync } from "node:child_process";
import { copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "playwright-core";
import { build, type Rollup } from "vite";

const POINTS = 100_000;
const REPETITIONS = 7;
/** Not dependencies: only this measurement needs them. */
const CANDIDATES = [
  "echarts@6.1.0",
  "chart.js@4.6.1",
  "chartjs-chart-pcp@4.3.5",
  "@observablehq/plot@0.6.17",
  "uplot@1.6.32",
];

const folder = await mkdtemp(join(tmpdir(), "chart-libraries-"));
// Named .txt where they lie, since what they import is installed for this measurement alone.
const pages = join(import.meta.dirname, "chart-libraries");
for (const file of await readdir(pages)) await copyFile(join(pages, file), join(folder, file.replace(".txt", "")));
await writeFile(join(folder, "package.json"), "{}");
execFileSync("npm", ["install", "--silent", ...CANDIDATES], { cwd: folder });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
export const measurements: { readonly what: string; readonly measured: string }[] = [];
for (const file of (await readdir(folder)).filter((name) => name.endsWith(".js"))) {
  const code = await bundle(join(folder, file));
  const size = gzipSync(code, { level: 9 }).length;
  const times: number[] = [];
  for (let i = 0; i < REPETITIONS; i++) times.push(await draw(browser, code));
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;
  measurements.push({
    what: file.replace(".js", ""),
    measured: `${(size / 1000).toFixed(1)} kB gzipped, ${median.toFixed(0)} ms for ${POINTS} points`,
  });
}
await browser.close();
await rm(folder, { recursive: true });

/** Bundles as the page is, with nothing that is not used. */
async function bundle(input: string): Promise<string> {
  const packageFolder = join(import.meta.dirname, "..");
  const answer = (await build({
    root: packageFolder,
    configFile: false,
    logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"' },
    resolve: {
      alias: {
        charts: join(packageFolder, "src/client/charts/index.ts"),
        preact: join(packageFolder, "node_modules/preact"),
      },
    },
    build: { write: false, target: "es2022", modulePreload: false, rolldownOptions: { input } },
  })) as Rollup.RollupOutput;
  return answer.output.flatMap((file) => (file.type === "chunk" ? [file.code] : [])).join("\n");
}

/** Milliseconds from the call until the browser has painted the points. */
async function draw(on: Browser, code: string): Promise<number> {
  const page = await on.newPage({ viewport: { width: 1200, height: 800 } });
  await page.setContent('<div id="chart" style="width: 1100px; height: 320px"></div>');
  await page.addScriptTag({ content: code, type: "module" });
  await page.waitForFunction("window.draw");
  const time = await page.evaluate<number>(`(async () => {
    const xs = Array.from({ length: ${POINTS} }, (_, i) => i);
    const ys = xs.map((i) => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1 + Math.exp(-i / 20000));
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    const start = performance.now();
    window.draw(document.getElementById("chart"), xs, ys);
    await frame();
    await frame();
    return performance.now() - start;
  })()`);
  await page.close();
  return time;
}
