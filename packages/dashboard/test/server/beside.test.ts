import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { float, randomSampler, Study, searchSpace, type Trial } from "@shac/core";
import { journalStorage } from "@shac/core/node";
import { expect, it } from "vitest";
import { newFolder, readEvents, serve } from "./dashboards.js";

/** A minute in a soak, a few seconds otherwise. */
const TRIALS = process.env.SOAK ? 6000 : 300;

async function search(dir: string): Promise<readonly Trial[]> {
  const space = searchSpace({ x: float(0, 1), y: float(0, 1) });
  const options = { name: "a", space, totalBudget: TRIALS, numBatches: 10, seed: 5, sampler: randomSampler() };
  const study = await Study.open(options, { storage: journalStorage(dir) });
  await study.fit(async ({ x, y }, { report }) => {
    report(0, x);
    await new Promise((resolve) => setTimeout(resolve, 10));
    return x * y;
  });
  await study.close();
  return study.trials.map(({ elapsedMs: _, ...trial }) => trial) as unknown as readonly Trial[];
}

it("a search that is asked for everything all the time ends as one that nobody looks at", async () => {
  const [watched, alone] = [await newFolder(), await newFolder()];
  const visitor = await serve(watched);
  const stream = await readEvents(visitor, "api/events");
  const locks = new Set<string>();
  let isOver = false;
  const searching = search(watched).finally(() => {
    isOver = true;
  });
  const paths = ["", "/columns", "/trials?sort=value&order=desc", "/trials/0", "/timeline", "/importance"];
  let asked = 0;
  while (!isOver) {
    for (const path of paths) asked += Number((await visitor.get(`api/studies/a${path}`)).ok);
    for (const entry of await readdir(join(watched, "a"))) if (entry.startsWith("lock")) locks.add(entry);
  }
  const trials = await searching;
  expect(trials).toEqual(await search(alone));
  expect(asked).toBeGreaterThan(paths.length);
  // The search's own, and none that somebody tried to take.
  expect([...locks]).toEqual(["lock"]);
  expect(await readdir(join(watched, "a"))).toEqual(await readdir(join(alone, "a")));
  await stream.until(async () => (await visitor.json<{ state: string }>("api/studies/a")).state === "finished");
  expect(await visitor.json("api/studies/a")).toMatchObject({ complete: TRIALS, running: 0 });
});
