import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { journalStorage } from "@shac/core/node";
import { isStudyFile } from "../study/study-file.js";

/** A word that may stand where the cursor is, and what it means. */
export interface Candidate {
  readonly word: string;
  readonly meaning: string;
}

/** Which paths are wanted; folders always are, as the way to them. */
export type PathKind = "study-file" | "study-or-space" | "file" | "folder";

const IS_WANTED: Readonly<Record<PathKind, (name: string) => boolean>> = {
  "study-file": isStudyFile,
  "study-or-space": (name) => isStudyFile(name) || name.endsWith(".json"),
  file: () => true,
  folder: () => false,
};

/** Paths that begin with `start`, folders with a slash at their end; hidden ones where `start` asks for them. */
export async function paths(start: string, kind: PathKind): Promise<Candidate[]> {
  const folder = start.endsWith("/") ? start : dirname(start);
  const shown = start.includes("/") ? folder : "";
  const isHidden = start.split("/").at(-1)?.startsWith(".") ?? false;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.startsWith(".") === isHidden && name !== "node_modules")
    .filter((entry) => entry.isDirectory() || IS_WANTED[kind](entry.name))
    .map((entry) => {
      const path = shown === "" ? entry.name : join(shown, entry.name);
      return { word: `${start.startsWith("./") ? "./" : ""}${path}${entry.isDirectory() ? "/" : ""}`, meaning: "" };
    });
}

/** The names of the studies that are kept in `dir`. */
export async function studies(dir: string): Promise<Candidate[]> {
  const names = await journalStorage(dir)
    .list()
    .catch(() => []);
  return names.map((word) => ({ word, meaning: `study in ${dir}` }));
}
