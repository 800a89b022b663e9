import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Study } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { expect, it } from "vitest";
import { newFolder, readEvents, serve } from "./dashboards.js";

/** A minute in a soak, some seconds otherwise. */
const TRIALS = process.env.SOAK ? 6000 : 300;
const SCRIPT = fileURLToPath(new URL("search.mjs", import.meta.url));

/** Runs the search in a process of its own; each of its trials takes so long. */
async function search(dir: string, ms: number): Promise<void> {
  await promisify(execFile)(process.execPath, [SCRIPT, dir, String(TRIALS), String(ms)]);
}

async function trialsIn(dir: string) {
  const { trials } = await Study.restore(journalStorage(dir), "a");
  return trials.map(({ elapsedMs: _, ...trial }) => trial);
}

it("a search that is asked for everything all the time ends as one that nobody looks at", async () => {
  const [watched, alone] = [await newFolder(), await newFolder()];
  const visitor = await serve(watched);
  const stream = await readEvents(visitor, "api/events");
  const locks = new Set<string>();
  let isOver = false;
  const searching = search(watched, 10).finally(() => {
    isOver = true;
  });
  const paths = ["", "/columns", "/trials?sort=value&order=desc", "/trials/0", "/timeline", "/importance"];
  let answered = 0;
  while (!isOver) {
    for (const path of paths) answered += Number((await visitor.get(`api/studies/a${path}`)).ok);
    const entries = await readdir(join(watched, "a")).catch(() => []);
    // While it is made, a lock has another name for a moment.
    for (const entry of entries)
      if (entry === "lock") locks.add((await readdir(join(watched, "a/lock")).catch(() => [])).join());
  }
  await Promise.all([searching, search(alone, 0)]);
  expect(await trialsIn(watched)).toEqual(await trialsIn(alone));
  expect(answered).toBeGreaterThan(paths.length);
  // The search's own lock, and none that anybody else took.
  expect([...locks].filter((owner) => owner !== "")).toHaveLength(1);
  expect(await readdir(join(watched, "a"))).toEqual(await readdir(join(alone, "a")));
  await stream.until(async () => (await visitor.json<{ state: string }>("api/studies/a")).state === "finished");
  expect(await visitor.json("api/studies/a")).toMatchObject({ complete: TRIALS, running: 0 });
});
