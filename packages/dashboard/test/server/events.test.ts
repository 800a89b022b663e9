import { rm } from "node:fs/promises";
import { join } from "node:path";
import { journalStorage } from "@shac/core/node";
import { expect, it, onTestFinished } from "vitest";
import { finished, header, newFolder, plantStudy, proposal, readEvents, serve } from "./dashboards.js";

async function servedStudy() {
  const dir = await newFolder();
  await plantStudy(dir, [proposal]);
  return { dir, visitor: await serve(dir) };
}

/** A study that goes on being written. */
async function writerOf(dir: string, name = "a") {
  const writer = await journalStorage(dir).open(name, { ...header, name });
  onTestFinished(() => writer.close());
  return writer;
}

it("a new trial is told, and many at most twice a second", async () => {
  const { dir, visitor } = await servedStudy();
  const stream = await readEvents(visitor, "api/studies/a/events");
  const writer = await writerOf(dir);
  await writer.append(finished(0, 1));
  await stream.until(async () => (await visitor.json<{ complete: number }>("api/studies/a")).complete === 1);

  const before = stream.events.length;
  const begin = performance.now();
  for (let trial = 1; trial < 10; trial++) {
    await writer.append(finished(trial, trial));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stream.until(async () => (await visitor.json<{ complete: number }>("api/studies/a")).complete === 10);
  const seconds = (performance.now() - begin) / 1000;
  expect(stream.events.length - before).toBeLessThanOrEqual(2 * seconds + 1);
});

it("the last event tells of the last record: nothing is left out for good", async () => {
  const { dir, visitor } = await servedStudy();
  const stream = await readEvents(visitor, "api/events");
  const writer = await writerOf(dir);
  for (let trial = 0; trial < 10; trial++) await writer.append(finished(trial, trial));
  await stream.until(async ({ length }) => {
    if (length === 0) return false;
    const { revision, complete } = await visitor.json<{ revision: number; complete: number }>("api/studies/a");
    return complete === 10 && stream.events.at(-1)?.data.revision === revision;
  });
});

it("two hundred clients are told of each of three studies", async () => {
  const { dir, visitor } = await servedStudy();
  for (const name of ["b", "c"]) await plantStudy(dir, [proposal], name);
  const streams = await Promise.all(Array.from({ length: 200 }, () => readEvents(visitor, "api/events")));
  for (const name of ["a", "b", "c"]) await (await writerOf(dir, name)).append(finished(0, 1));
  const told = ["a", "b", "c"];
  await Promise.all(
    streams.map((stream) =>
      stream.until((events) => told.every((name) => events.some(({ data }) => data.name === name))),
    ),
  );
  // The server still answers.
  expect(await visitor.json("api/studies")).toMatchObject({ studies: [{ name: "a" }, { name: "b" }, { name: "c" }] });
});

it("whoever comes back is told what was missed", async () => {
  const { dir, visitor } = await servedStudy();
  await plantStudy(dir, [proposal], "b");
  const stream = await readEvents(visitor, "api/events");
  const writer = await writerOf(dir);
  await writer.append(finished(0, 1));
  await stream.until((events) => events.some(({ data }) => data.name === "a"));
  const seen = stream.events.at(-1)?.id ?? "";
  stream.close();
  const other = await readEvents(visitor, "api/events");
  await (await writerOf(dir, "b")).append(finished(0, 1));
  await other.until((events) => events.some(({ data }) => data.name === "b"));
  const back = await readEvents(visitor, "api/events", { "last-event-id": seen });
  await back.until((events) => events.some(({ data }) => data.name === "b"));
});

it("studies that are made, deleted, made again, begun and ended while somebody watches are told of", async () => {
  const { dir, visitor } = await servedStudy();
  const stream = await readEvents(visitor, "api/events");
  const told = (type: string, name: string, after = 0) =>
    stream.until((events) => events.slice(after).some((event) => event.type === type && event.data.name === name));

  const stateOf = async (name: string) => (await visitor.json<{ state: string }>(`api/studies/${name}`)).state;
  expect(await stateOf("a")).toBe("stopped");
  await plantStudy(dir, [proposal], "new");
  await told("changed", "new");
  await journalStorage(dir).delete("new");
  await told("removed", "new");
  expect((await visitor.get("api/studies/new")).status).toBe(404);
  const sofar = stream.events.length;
  await plantStudy(dir, [proposal, finished(0, 3)], "new");
  await told("changed", "new", sofar);
  expect(await visitor.json("api/studies/new")).toMatchObject({ best: { value: 3 } });

  const { revision } = await visitor.json<{ revision: number }>("api/studies/a");
  const writer = await writerOf(dir);
  await stream.until((events) => events.some(({ data }) => data.name === "a" && (data.revision ?? 0) > revision));
  expect(await stateOf("a")).toBe("running");
  await writer.close();
  await stream.until(async () => (await stateOf("a")) === "stopped");
});

it("a folder that is not there yet, or goes away, is an empty one", async () => {
  const dir = await newFolder();
  const visitor = await serve(join(dir, "later"));
  expect(await visitor.json("api/studies")).toEqual({ studies: [] });
  await plantStudy(join(dir, "later"), [proposal]);
  expect(await visitor.json("api/studies")).toMatchObject({ studies: [{ name: "a" }] });
  await rm(join(dir, "later"), { recursive: true });
  expect(await visitor.json("api/studies")).toEqual({ studies: [] });
});
