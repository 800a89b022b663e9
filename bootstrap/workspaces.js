import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The packages of the workspace, without the root: the folders that pnpm-workspace.yaml names, those that take long to test first. */
export function workspaces() {
  const children = (parent) => (existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : []);
  return [...children("packages"), "docs", ...children("examples"), "bench"]
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) }));
}
