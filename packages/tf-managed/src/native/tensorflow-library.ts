import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { BuildLog } from "./build-log.js";
import { fetchWheel } from "./fetch-wheel.js";
import type { TensorflowWheel } from "./tensorflow-wheel.js";
import { sha256Of, unpackWheel } from "./unpack-wheel.js";

const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
/** Written last but one, before the folder gets its name: the SHA-256 of each library. */
const sumsFile = "sha256.json";

/** Where libraries and bindings are kept for all projects of this user: $XDG_CACHE_HOME/shac, else ~/.cache/shac. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME ?? "";
  return join(isAbsolute(base) ? base : join(homedir(), ".cache"), "shac");
}

/** Where the library of a wheel is or will be kept: the two libraries, `include` and the bindings compiled for them. */
export function libraryFolder(wheel: TensorflowWheel): string {
  return join(cacheFolder(), `${wheel.project}-${wheel.version}`);
}

/** A folder for files that are not whole yet. It is emptied here, so only the holder of the build lock may call this. */
export async function emptyStagingFolder(): Promise<string> {
  const folder = join(cacheFolder(), "staging");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/**
 * Puts the library of a wheel into its folder, all of it or nothing. For the holder of the build lock.
 * @param wheelFile the wheel when it is here already; else it is downloaded
 */
export async function provideLibrary(
  wheel: TensorflowWheel,
  wheelFile: string | undefined,
  staging: string,
  log: BuildLog,
): Promise<void> {
  const file = wheelFile ?? join(staging, wheel.file);
  if (wheelFile === undefined) {
    log.step(`Downloading ${wheel.project} ${wheel.version}, ${wheel.megabytes} MB`);
    await fetchWheel(wheel, file, log.share);
  }
  const folder = libraryFolder(wheel);
  log.step(`Unpacking its library to ${folder}`);
  const unpacked = join(staging, "library");
  await unpackWheel(wheel, file, unpacked);
  await writeFile(join(unpacked, sumsFile), JSON.stringify(await sumsOf(unpacked)));
  await rename(unpacked, folder);
  if (wheelFile === undefined) await rm(file);
}

/** True when the library is there, to the byte as it was unpacked. Reads all of it: takes seconds. */
export async function isIntact(wheel: TensorflowWheel): Promise<boolean> {
  const folder = libraryFolder(wheel);
  if (![...libraries, sumsFile].every((name) => existsSync(join(folder, name)))) return false;
  return (await readFile(join(folder, sumsFile), "utf8")) === JSON.stringify(await sumsOf(folder));
}

async function sumsOf(folder: string): Promise<Record<string, string>> {
  const sums = libraries.map(async (name) => [name, await sha256Of(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(sums));
}
