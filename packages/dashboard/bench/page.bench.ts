import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createRng,
  float,
  int,
  randomSampler,
  Study,
  type StudyRecord,
  type StudyWriter,
  searchSpace,
} from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { serveDashboard } from "@shac/dashboard";
import type { Page } from "playwright-core";
import { launchBrowser } from "../test/browser.js";

const batchSize = 100;
const space = searchSpace({ rate: float(1e-5, 1, { log: true }), layers: int(1, 8), dropout: float(0, 0.6) });
const dir = mkdtempSync(join(tmpdir(), "dashboard-bench-"));
const storage = journalStorage(dir);

/** A study of so many finished trials, as its journal has it; the writer may add more. */
async function writeStudy(name: string, trials: number): Promise<StudyWriter> {
  const totalBudget = trials * 2;
  const definition = {
    name,
    space,
    totalBudget,
    numBatches: totalBudget / batchSize,
    seed: 1,
    sampler: randomSampler(),
  };
  const study = await Study.open(definition, { storage });
  await study.close();
  let header: StudyRecord | undefined;
  for await (const each of storage.read(name)) header ??= each;
  if (header?.type !== "study") throw new Error("A journal begins with the study's header.");
  const writer = await storage.open(name, header);
  for (let batch = 0; batch < trials / batchSize; batch++) {
    await Promise.all(batchOf(batch).map((each) => writer.append(each)));
  }
  return writer;
}

function batchOf(batch: number): readonly StudyRecord[] {
  const rng = createRng(1, "bench", batch, 0);
  const first = batch * batchSize;
  const points = Array.from({ length: batchSize }, () => Float64Array.of(rng.next(), rng.next(), rng.next()));
  const params = points.map((point) => space.decode(point));
  const at = new Date().toISOString();
  const trials = points.flatMap((_, i): StudyRecord[] => [
    { type: "started", trial: first + i, attempt: 1, workerId: 0, at },
    finished(first + i, rng.next()),
  ]);
  const proposed = {
    type: "proposed",
    batch,
    first,
    points: points.map((point) => [...point]),
    params,
    stages: [],
  } as const;
  return [{ ...proposed, clockMs: batch * 1000 }, ...trials];
}

function finished(trial: number, value: number): StudyRecord {
  return { type: "finished", trial, attempt: 1, state: "complete", value, elapsedMs: 10, clockMs: trial };
}

/** Milliseconds from the beginning of the visit to the first text on screen. */
function firstPaint(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN);
}

/** The longest and the usual time between two frames while the table is scrolled through from top to bottom. */
function scroll(page: Page): Promise<{ readonly longest: number; readonly usual: number }> {
  return page.locator(".trials-scroll").evaluate(async (element) => {
    const frames: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let step = 1; step <= 200; step++) {
      element.scrollTop = (element.scrollHeight * step) / 200;
      const now = await new Promise<number>(requestAnimationFrame);
      frames.push(now - last);
      last = now;
    }
    frames.sort((a, b) => a - b);
    return { longest: frames.at(-1) ?? Number.NaN, usual: frames[frames.length / 2] ?? Number.NaN };
  });
}

const small = await writeStudy("ten-thousand", 10_000);
await small.close();
const large = await writeStudy("hundred-thousand", 100_000);
const dashboard = await serveDashboard({ dir, port: 0 });
const browser = await launchBrowser();

/** A visit with nothing kept from earlier ones. */
async function visit(hash: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(`${dashboard.url}${hash}`);
  return page;
}

const text = (milliseconds: number) => `${milliseconds.toFixed(0)} ms`;
const median = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
export const measurements: { readonly what: string; readonly measured: string; readonly limit?: string }[] = [];

const paints: number[] = [];
const wholes: number[] = [];
for (let i = 0; i < 7; i++) {
  const started = performance.now();
  const page = await visit("#/study/ten-thousand");
  await page.locator(".chart-canvas").waitFor();
  wholes.push(performance.now() - started);
  paints.push(await firstPaint(page));
  await page.context().close();
}
measurements.push(
  { what: "10000 trials: first paint (median of 7 visits)", measured: text(median(paints)), limit: "1000 ms" },
  { what: "10000 trials: overview with its chart, from a new window on", measured: text(median(wholes)) },
);

const page = await visit("#/study/hundred-thousand/trials");
await page.getByRole("link", { name: "99999", exact: true }).waitFor();
const { longest, usual } = await scroll(page);
measurements.push(
  { what: "100000 trials: a frame while scrolling through all rows (median of 200)", measured: text(usual) },
  { what: "100000 trials: the longest of these frames", measured: text(longest) },
);
const sorted = performance.now();
await page.getByRole("button", { name: "Value" }).click();
await page.locator("th[aria-sort] button", { hasText: "Value" }).waitFor();
await page.locator(".trials-scroll:not(.dimmed)").waitFor();
measurements.push({ what: "100000 trials: sorted by value", measured: text(performance.now() - sorted) });
await page.context().close();

const live = await visit("#/study/hundred-thousand/trials");
await live.getByRole("link", { name: "99999", exact: true }).waitFor();
const delays: number[] = [];
for (let batch = 1000; batch < 1007; batch++) {
  const records = batchOf(batch);
  const started = performance.now();
  await Promise.all(records.map((each) => large.append(each)));
  await live.getByRole("link", { name: String(batch * batchSize + batchSize - 1), exact: true }).waitFor();
  delays.push(performance.now() - started);
}
measurements.push({
  what: "100000 trials: from the journal to the screen (median of 7)",
  measured: text(median(delays)),
  limit: "1000 ms",
});

await browser.close();
await dashboard.close();
await large.close();
rmSync(dir, { recursive: true });
