// pnpm bench [NAME ...]: runs bench/NAME.bench.ts, or all of them, each in a process of its own.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";

const suffix = ".bench.ts";
const all = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length));
const names = process.argv.length > 2 ? process.argv.slice(2) : all;
for (const name of names) {
  const file = `${import.meta.dirname}/${name}${suffix}`;
  const { status } = spawnSync(process.execPath, ["--import", "tsx", file], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
