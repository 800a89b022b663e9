import { read } from "./packages.js";

/** Kilobytes that the guide allows to what a row of its table names. @throws Error when there is no such row */
export function listedSize(what: string): number {
  const row = read("docs/guide/install.md")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .find(([, name]) => name === what);
  if (row === undefined) throw new Error(`docs/guide/install.md lists no size of ${what}.`);
  return Number(row[2]?.replace(" kB", ""));
}
