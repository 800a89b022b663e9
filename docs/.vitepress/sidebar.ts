import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sitePath } from "./site-paths.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every guide, in the order in which one would read them. */
const GUIDES = {
  Guide: ["start", "install", "search-spaces", "cli", "dashboard", "storage", "early-stopping", "ask-and-tell"],
  Understanding: ["how-the-search-works", "understanding-a-search", "determinism", "how-good"],
  "Where it runs": ["backends", "parallel", "many-machines", "managed-tensorflow", "native-tensorflow"],
  "What is tuned": ["tuning-a-tensorflow-model", "tuning-an-onnx-deployment", "tuning-any-program"],
  "Coming from": [
    "migrating-from-optuna",
    "migrating-from-pyshac",
    "migrating-from-keras-shac",
    "migrating-from-hyperparameters",
  ],
};

interface Item {
  readonly text: string;
  readonly link: string;
}

/** Every page of the site, by the folder that it lies in. */
export const sidebar = [
  ...guides(),
  { text: "Reference", items: [...itemsOf("docs/reference"), { text: "API", link: "/api/", target: "_self" }] },
  { text: "Packages", collapsed: true, items: readmesOf("packages") },
  { text: "Examples", collapsed: true, items: readmesOf("examples") },
  { text: "Designs", collapsed: true, items: itemsOf("docs/design") },
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

/** @throws Error when a guide is in no group, as nobody would find it */
function guides(): { readonly text: string; readonly items: Item[] }[] {
  const grouped = Object.values(GUIDES).flat();
  const lost = filesOf("docs/guide").filter((file) => !grouped.includes(file.replace(".md", "")));
  if (lost.length > 0) throw new Error(`docs/.vitepress/sidebar.ts has no place for ${lost.join(", ")}.`);
  return Object.entries(GUIDES).map(([text, names]) => ({
    text,
    items: names.map((name) => itemOf(`docs/guide/${name}.md`)),
  }));
}

function itemsOf(folder: string): Item[] {
  return filesOf(folder).map((file) => itemOf(`${folder}/${file}`));
}

function filesOf(folder: string): string[] {
  return readdirSync(`${root}/${folder}`)
    .filter((file) => file.endsWith(".md"))
    .sort();
}

function readmesOf(folder: string): Item[] {
  return readdirSync(`${root}/${folder}`).map((name) => itemOf(`${folder}/${name}/README.md`));
}

/** Named by its first heading. */
function itemOf(file: string): Item {
  const [, title = file] = /^# (.+)$/m.exec(readFileSync(`${root}/${file}`, "utf8")) ?? [];
  return { text: title.replaceAll("`", ""), link: `/${sitePath(file).replace(/\.md$/, "")}` };
}
