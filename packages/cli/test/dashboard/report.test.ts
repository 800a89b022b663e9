import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { studyWith } from "../studies.js";
import { createWorkspace } from "../workspace.js";

it("shac report writes the only study, or the one that is named, into a file", async () => {
  const { shac, path } = createWorkspace({ "study.js": studyWith("({ x }) => x") });
  await shac("run", "study.js", "--quiet");
  const { code, stdout } = await shac("report", "-o", "out.html", "--json");
  const html = await readFile(join(path, "out.html"), "utf8");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ file: "out.html", study: "study", bytes: Buffer.byteLength(html) });
  expect(html).toMatch(/^<!doctype html>.*<title>study · shac report<\/title>.*<\/html>\n$/s);
});

it("shac report says which study there is not, and where it cannot write", async () => {
  const { shac } = createWorkspace({ "study.js": studyWith("({ x }) => x") });
  await shac("run", "study.js", "--quiet");
  const unknown = await shac("report", "other");
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no study "other"')]);
  const refused = await shac("report", "-o", "missing/out.html");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Cannot write "missing/out.html"')]);
});
