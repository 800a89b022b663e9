import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root: string = fileURLToPath(new URL("../../..", import.meta.url));

/** A package as it would be published. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** Its package.json as pnpm writes it for the world, without `workspace:`. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly tarball: Buffer;
  /** Paths within the package. */
  readonly files: readonly string[];
}

/** What `pnpm publish` would send of each package. */
export async function packAll(): Promise<PackedPackage[]> {
  const to = await mkdtemp(join(tmpdir(), "packed-"));
  try {
    return await Promise.all(
      readdirSync(join(root, "packages")).map((folder) => pack(join(root, "packages", folder), to)),
    );
  } finally {
    await rm(to, { recursive: true });
  }
}

async function pack(folder: string, to: string): Promise<PackedPackage> {
  const { stdout } = await execute("pnpm", ["pack", "--json", "--pack-destination", to], { cwd: folder });
  const { filename } = JSON.parse(stdout) as { filename: string };
  const listed = await execute("tar", ["-tzf", filename]);
  const { stdout: packedManifest } = await execute("tar", ["-xzOf", filename, "package/package.json"]);
  const manifest = JSON.parse(packedManifest) as { name: string; version: string };
  return {
    ...manifest,
    manifest,
    tarball: await readFile(filename),
    files: listed.stdout
      .trim()
      .split("\n")
      .map((path) => path.replace(/^package\//, "")),
  };
}

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
