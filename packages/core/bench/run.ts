// pnpm bench [NAME ...] in a package: runs its bench/NAME.bench.ts, or all of them, each in a process of its own.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const suffix = ".bench.ts";
const folder = `${process.cwd()}/bench`;
const all = readdirSync(folder)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));
const names = process.argv.length > 2 ? process.argv.slice(2) : all;
for (const name of names) {
  const args = ["--import", "tsx", `${import.meta.dirname}/run-one.ts`, name, `${folder}/${name}${suffix}`];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
