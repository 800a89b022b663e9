import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sitePath } from "./site-paths.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a beginner reads, in this order; every other guide comes after these. */
const FIRST = ["start", "install", "search-spaces", "how-the-search-works", "backends", "storage"];

interface Item {
  readonly text: string;
  readonly link: string;
}

/** Every page of the site, by the folder that it lies in. */
export const sidebar = [
  { text: "Guide", items: itemsOf("docs/guide", FIRST) },
  { text: "Reference", items: [...itemsOf("docs/reference"), { text: "API", link: "/api/", target: "_self" }] },
  { text: "Packages", collapsed: true, items: readmesOf("packages") },
  { text: "Examples", collapsed: true, items: readmesOf("examples") },
  { text: "How it works", collapsed: true, items: itemsOf("docs/design") },
  {
    text: "Project",
    collapsed: true,
    items: [
      ...["CHANGELOG.md", "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md"].map(itemOf),
      ...itemsOf("docs/contributing"),
    ],
  },
  { text: "Decisions", collapsed: true, items: itemsOf("docs/decisions") },
];

function itemsOf(folder: string, first: readonly string[] = []): Item[] {
  const rank = (file: string): number => (first.indexOf(file.slice(0, -3)) + first.length + 1) % (first.length + 1);
  const files = readdirSync(`${root}/${folder}`).filter((file) => file.endsWith(".md"));
  return files.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((file) => itemOf(`${folder}/${file}`));
}

function readmesOf(folder: string): Item[] {
  return readdirSync(`${root}/${folder}`).map((name) => itemOf(`${folder}/${name}/README.md`));
}

/** Named by its first heading. */
function itemOf(file: string): Item {
  const [, title = file] = /^# (.+)$/m.exec(readFileSync(`${root}/${file}`, "utf8")) ?? [];
  return { text: title.replaceAll("`", ""), link: `/${sitePath(file).replace(/\.md$/, "")}` };
}
