import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { headingAnchors, relativeLinks } from "./links.js";
import { markdownFiles } from "./markdown-files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");

it.each(markdownFiles(root))("every relative link of %s leads somewhere", (file) => {
  const broken = relativeLinks(read(file)).filter((link) => {
    const [path = "", anchor] = decodeURI(link).split("#");
    const target = path === "" ? file : relative(root, join(root, dirname(file), path));
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !headingAnchors(read(target)).includes(anchor);
  });
  expect(broken).toEqual([]);
});

it("links and headings are found as they are written", () => {
  const text = [
    "# The `Study` class: ask & tell",
    'See [one](a.md), [two](../b/c.md#part-two), [code](`x`) and ![image](d.png "title").',
    "[web](https://example.org/x.md) [mail](mailto:a@b.c) [here](#again-1)",
    "```ts",
    "# no heading; [no](link.md)",
    "```",
    "## Again",
    "## Again",
  ].join("\n");
  expect(relativeLinks(text)).toEqual(["a.md", "../b/c.md#part-two", "`x`", "d.png", "#again-1"]);
  expect(headingAnchors(text)).toEqual(["the-study-class-ask--tell", "again", "again-1"]);
});
