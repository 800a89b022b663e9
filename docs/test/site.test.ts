import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { relativeLinks } from "./links.js";
import { markdownFiles } from "./markdown-files.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const docs = join(root, "docs");
const site = join(docs, "dist");
let pages: string[];

beforeAll(async () => {
  await promisify(execFile)("pnpm", ["site"], { cwd: docs });
  pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
});

it("has a page for every Markdown file that is for people, and one for each package's API", () => {
  const wanted = markdownFiles(root).map(pageOf);
  expect(wanted.filter((page) => !pages.includes(page))).toEqual([]);
  const modules = ["core", "core_node", "core_testing", "threading", "tf-managed", "onnx", "bullmq", "dashboard"];
  expect(pages).toEqual(expect.arrayContaining(modules.map((name) => `api/modules/_shac_${name}.html`)));
});

it("links from page to page where the Markdown files do", () => {
  const files = markdownFiles(root);
  const lost = files.flatMap((file) => {
    const html = readFileSync(join(site, pageOf(file)), "utf8");
    const targets = relativeLinks(readFileSync(join(root, file), "utf8"))
      .filter((link) => !link.startsWith("#"))
      .map((link) => join(dirname(file), link.replace(/#.*/, "")));
    const others = files.filter((other) => targets.some((target) => [target, `${target}/README.md`].includes(other)));
    const addresses = others.map((other) => `/${pageOf(other).replace(/(^|\/)index\.html$|\.html$/, "$1")}`);
    return addresses.filter((address) => !html.includes(`<a href="${address}`)).map((address) => `${file}: ${address}`);
  });
  expect(lost).toEqual([]);
});

it("links nowhere but to pages and headings that are there", () => {
  const anchors = new Map<string, Set<string>>();
  const anchorsOf = (page: string): Set<string> => {
    const known = anchors.get(page) ?? new Set(readFileSync(join(site, page), "utf8").match(/(?<= id=")[^"]+/g));
    anchors.set(page, known);
    return known;
  };
  const dead: string[] = [];
  for (const page of pages) {
    for (const [, href = ""] of readFileSync(join(site, page), "utf8").matchAll(/<a\b[^>]* href="([^"]*)"/g)) {
      if (/^([a-z]+:|\/\/)/.test(href)) continue;
      const [, path = "", anchor] = /^([^#]*)(?:#(.*))?$/.exec(href) ?? [];
      const target = path === "" ? page : pageAt(path.startsWith("/") ? path : `/${join(dirname(page), path)}`);
      const isThere = existsSync(join(site, target)) && (!anchor || anchorsOf(target).has(decodeURIComponent(anchor)));
      if (!isThere) dead.push(`${page}: ${href}`);
    }
  }
  expect(dead).toEqual([]);
});

/** The site's page of a Markdown file. */
function pageOf(file: string): string {
  return file === "README.md" ? "index.html" : file.replace(/^docs\//, "").replace(/\/README\.md$|\.md$/, ".html");
}

/** The file that a server of clean addresses answers with. */
function pageAt(path: string): string {
  if (path.endsWith("/")) return `${path.slice(1)}index.html`;
  return /\.[a-z]+$/.test(path) ? path.slice(1) : `${path.slice(1)}.html`;
}
