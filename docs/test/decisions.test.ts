import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../decisions/", import.meta.url);
const notes = readdirSync(folder).filter((file) => file !== "README.md");
const read = (file: string): string => readFileSync(new URL(file, folder), "utf8");

it.each(notes)("%s has a date, a title and the five parts", (file) => {
  expect(file).toMatch(/^\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md$/);
  expect(
    read(file)
      .match(/^#+ .+$/gm)
      ?.slice(1),
  ).toEqual(["## Status", "## Context", "## Decision", "## Consequences", "## Alternatives"]);
});

it("the index lists every note by its title, oldest first", () => {
  const lines = notes.sort().map((file) => `- [${read(file).match(/^# (.+)$/m)?.[1]}](${file})`);
  expect(read("README.md").match(/^- \[.*$/gm)).toEqual(lines);
});
