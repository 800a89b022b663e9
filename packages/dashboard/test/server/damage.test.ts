import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { finished, newFolder, plantStudy, proposal, readEvents, serve } from "./dashboards.js";

async function twoStudies() {
  const dir = await newFolder();
  await plantStudy(dir, [proposal, finished(0, 1)], "bad");
  await plantStudy(dir, [proposal, finished(0, 1)], "good");
  return { dir, journal: join(dir, "bad/journal.jsonl") };
}

it("a damaged journal is told of by file and line, hides no other study, and is read when it was mended", async () => {
  const { dir, journal } = await twoStudies();
  const whole = await readFile(journal, "utf8");
  await writeFile(journal, whole.replace('"value":1', '"value":2'));
  const visitor = await serve(dir);
  const { studies } = await visitor.json<{ studies: { state: string; error?: string }[] }>("api/studies");
  expect(studies).toMatchObject([
    { name: "bad", state: "unreadable" },
    { name: "good", complete: 1 },
  ]);
  expect(studies[0]?.error).toContain(`${journal}" is damaged at line 3`);
  for (const path of ["", "/columns", "/trials", "/trials/0", "/timeline", "/importance", "/cascade", "/export.csv"]) {
    const response = await visitor.get(`api/studies/bad${path}`);
    expect([path, response.status]).toEqual([path, 500]);
    expect(await response.json()).toMatchObject({ error: { code: "damaged-journal" } });
  }
  await writeFile(journal, whole);
  expect(await visitor.json("api/studies")).toMatchObject({
    studies: [{ name: "bad", complete: 1 }, { name: "good" }],
  });
  expect(await visitor.json("api/studies/bad")).toMatchObject({ complete: 1 });
});

it("a journal that is damaged while it is watched is told of, and so is its mending", async () => {
  const { dir, journal } = await twoStudies();
  const visitor = await serve(dir);
  const stream = await readEvents(visitor, "api/events");
  const stateOf = async () =>
    (await visitor.json<{ studies: { state: string }[] }>("api/studies")).studies[0]?.state ?? "";
  expect(await stateOf()).toBe("stopped");
  const whole = await readFile(journal);
  await appendFile(journal, "no record\n");
  await stream.until(async () => (await stateOf()) === "unreadable");
  await writeFile(journal, whole);
  await stream.until(async () => (await stateOf()) === "stopped");
});

it("a line that is being written is not damage", async () => {
  const { dir, journal } = await twoStudies();
  await appendFile(journal, '{"crc":"00000000","record":{"type":"fin');
  expect(await (await serve(dir)).json("api/studies/bad")).toMatchObject({ complete: 1 });
});

it.each([
  ["nothing", ""],
  ["a newer format", '{"crc":"5d0d7a6e","record":{"type":"study","format":9}}\n'],
  ["no journal", "\u0000\u0001\n"],
  ["a line without an end", "x".repeat(3_000_000)],
])("a file with %s in a journal's place does no harm", async (_, text) => {
  const dir = await newFolder();
  await mkdir(join(dir, "odd"));
  await writeFile(join(dir, "odd/journal.jsonl"), text);
  await plantStudy(dir, [proposal], "good");
  const visitor = await serve(dir);
  const { studies } = await visitor.json<{ studies: { name: string }[] }>("api/studies");
  expect(studies.map(({ name }) => name)).toContain("good");
  expect((await visitor.get("api/studies/odd")).ok).toBe(false);
});
